"""The words that the Context Mapper Language keeps for itself."""

from __future__ import annotations

_WORDS = """
a abstract accessobject acl act action actor aggregate aggregatelifecycle aggregateroot an application
applicationpart are as_is assertfalse asserttrue association auditable autonomy availabilitycriticality bad bag
basepackage basictype belongsto benefit bigdecimal biginteger blob boolean boundedcontext build businessmodel c
cache care cascade cf changeable char clob collection command commandevent commodity concrete condition
consequences consistencycriticality construct consumer contains contentvolatility contextmap control
coordination core core_domain create creditcardnumber custom_built d databasecolumn databasejoincolumn
databasejointable databasetable databasetype datatransferobject date datetime decimalmax decimalmin
decision_maker def delete demonstrator description digits discriminatorcolumn discriminatorlength
discriminatortype discriminatorvalue domain domainevent domainvisionstatement double downstreamrights email
entity enum event eventbus evolution exposedaggregates extends external fairness feature features fetch float
flow for future gap generic_subdomain genesis get good groupby harmed high hint huge immutable impact
implementationtechnology implements import in inclusiveness index influence influencer inheritancetype inject
innovation int integer interactions interest inverse is iscore joined key knowledgelevel length level
likelihoodforchange list long low map max medium meta min module monitor monopolist neutral nogap normal not
notblank notempty nullable o of often ohs operation opinion_leader opposingvalue opposite optimisticlocking
orderby ordercolumn ordinal organizational owner p package pagedresult pagingparameter partnership past path
pattern perfection persistent pl post priority privacy private product promoted protected public publish put
query queuename range rarely read realizes reduced reference refines relatedvalue repository required resource
respect responsibilities return s scaffold scope scriptassert secondaryactors securityaccessgroup
securitycriticality securityzone select service set single_table size sk stakeholder stakeholdergroup
stakeholders state storagesimilarity string structuralvolatility subdomain subscribe supporting_domain supports
sustainability system system_landscape tacticdddapplication team the throws timestamp tiny to to_be topicname
trait transient transparency triggers trust type u undefined unique update url usecase usecases userrequirements
userstories userstory valid validate value valuecluster valueepic valuenarrative valueobject valueregister
values valueweighting valueweigthing veto_right void webservice with write x
"""
RESERVED = frozenset(_WORDS.split())
"""Keywords of its grammars, those of the tactic part included, in lower case."""
