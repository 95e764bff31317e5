"""Services on the internet that are called through client libraries of their own."""

from __future__ import annotations

from decompose.extractors.graph import ResourceKind
from decompose.extractors.resources import Family, Meaning, called, family

_SERVICES = {
    "slack_sdk": ("slack", "WebClient AsyncWebClient WebhookClient"),
    "slack": ("slack", "WebClient"),
    "slackclient": ("slack", "SlackClient"),
    "twilio": ("twilio", "Client"),
    "sendgrid": ("sendgrid", "SendGridAPIClient"),
    "openai": ("openai", "OpenAI AsyncOpenAI AzureOpenAI ChatCompletion Completion Embedding"),
    "anthropic": ("anthropic", "Anthropic AsyncAnthropic"),
    "github": ("github", "Github"),
    "gitlab": ("gitlab", "Gitlab"),
    "jira": ("jira", "JIRA"),
    "atlassian": ("atlassian", "Confluence Jira"),
    "zdesk": ("zendesk", "Zendesk"),
    "pdpyras": ("pagerduty", "APISession EventsAPISession"),
    "googleapiclient": ("google", "build"),
    "braintree": ("braintree", "BraintreeGateway"),
    "mailchimp_marketing": ("mailchimp", "Client"),
    "hvac": ("vault", "Client"),
    "kubernetes": ("kubernetes", "CoreV1Api AppsV1Api BatchV1Api CustomObjectsApi"),
    "docker": ("docker", "DockerClient from_env APIClient"),
    "consul": ("consul", "Consul"),
    "telegram": ("telegram", "Bot"),
    "algoliasearch": ("algolia", "SearchClient"),
}
"""package → the service behind it, and the classes or functions that make its client."""
_ACTIONS = frozenset({"create", "retrieve", "modify", "list", "delete", "cancel", "capture", "confirm", "search"})
_OBJECTS = {"stripe": "stripe", "paypalrestsdk": "paypal", "adyen": "adyen", "razorpay": "razorpay"}
"""Packages whose classes are the remote objects themselves."""
_READING = ("get", "list", "search", "find", "retrieve", "fetch", "read", "lookup", "describe", "query")


def _clients(service: str, clients: frozenset[str]) -> Family:
    def meaning(dotted: str) -> Meaning | None:
        parts = dotted.split(".")
        made = next((index for index, part in enumerate(parts) if part in clients), -1)
        is_call = 0 < made < len(parts) - 1 and not parts[-1].startswith("_") and len(parts) - made <= 4
        reads = any(part.startswith(_READING) or f"_{part}".endswith(_INFORMING) for part in parts[made + 1 :])
        return Meaning(ResourceKind.HTTP, reads, not reads, called(service)) if is_call else None

    return meaning


_INFORMING = ("_info", "_list", "_members", "_history", "_get")


def _objects(service: str) -> Family:
    def meaning(dotted: str) -> Meaning | None:
        parts = dotted.split(".")
        if len(parts) < 3 or parts[-1] not in _ACTIONS or not parts[-2][:1].isupper():
            return None
        reads = parts[-1] in {"retrieve", "list", "search"}
        return Meaning(ResourceKind.HTTP, reads, not reads, called(service))

    return meaning


for _package, (_service, _names) in _SERVICES.items():
    family(_package)(_clients(_service, frozenset(_names.split())))
for _package, _service in _OBJECTS.items():
    family(_package)(_objects(_service))
