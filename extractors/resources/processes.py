"""Other programs that are run."""

from __future__ import annotations

from decompose.extractors.graph import ResourceKind
from decompose.extractors.resources import uses
from decompose.extractors.resources.names import first_word

_MODULES = ("subprocess", "eventlet.green.subprocess", "gevent.subprocess", "subprocess32", "commands")
uses(
    ResourceKind.PROCESS,
    _MODULES,
    both="run call check_call check_output Popen getoutput getstatusoutput",
    named=first_word(0, "args"),
)
uses(
    ResourceKind.PROCESS,
    ("asyncio", "asyncio.subprocess"),
    both="create_subprocess_exec create_subprocess_shell",
    named=first_word(0, "cmd"),
)
uses(
    ResourceKind.PROCESS,
    ("os",),
    both="system popen execv execve execvp execl execlp posix_spawn startfile",
    named=first_word(0),
)
uses(ResourceKind.PROCESS, ("os",), both="spawnl spawnlp spawnv spawnvp spawnve", named=first_word(1))
uses(ResourceKind.PROCESS, ("oslo_concurrency.processutils",), both="execute trycmd", named=first_word(0))
uses(ResourceKind.PROCESS, ("oslo_concurrency.processutils",), both="ssh_execute", named=first_word(1))
uses(ResourceKind.PROCESS, ("pexpect", "delegator", "plumbum", "invoke"), both="spawn run", named=first_word(0))
uses(ResourceKind.PROCESS, ("frappe.commands", "frappe.utils"), both="popen execute_in_shell", named=first_word(0))
