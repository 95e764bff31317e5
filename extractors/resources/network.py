"""Other hosts by other protocols than HTTP."""

from __future__ import annotations

from decompose.extractors.graph import ResourceKind
from decompose.extractors.resources import called, uses
from decompose.extractors.resources.names import host, text

uses(
    ResourceKind.NETWORK,
    ("ldap", "ldap3", "ldap.ldapobject"),
    both="initialize open Connection SimpleLDAPObject ReconnectLDAPObject",
    named=called("ldap"),
)
uses(
    ResourceKind.NETWORK,
    ("ldap.initialize", "ldap3.Connection", "ldap.ldapobject.ReconnectLDAPObject"),
    reads="search search_s search_ext search_ext_s search_st simple_bind_s bind bind_s compare_s",
    writes="add_s modify_s delete_s rename_s add modify delete",
    named=called("ldap"),
)
uses(ResourceKind.NETWORK, ("paramiko.SSHClient", "paramiko.client.SSHClient"), both="connect exec_command open_sftp")
uses(
    ResourceKind.NETWORK, ("paramiko.SFTPClient", "paramiko.SSHClient.open_sftp"), reads="get open", writes="put remove"
)
uses(ResourceKind.NETWORK, ("fabric.Connection", "asyncssh"), both="run connect", named=text(0, "host"))
uses(ResourceKind.NETWORK, ("ftplib",), both="FTP FTP_TLS", named=text(0, "host"))
uses(ResourceKind.NETWORK, ("telnetlib",), both="Telnet", named=text(0, "host"))
uses(ResourceKind.NETWORK, ("imaplib",), both="IMAP4 IMAP4_SSL", named=text(0, "host"))
uses(ResourceKind.NETWORK, ("poplib",), both="POP3 POP3_SSL", named=text(0, "host"))
uses(
    ResourceKind.NETWORK,
    ("socket", "eventlet", "eventlet.green.socket"),
    both="create_connection connect",
)
uses(ResourceKind.NETWORK, ("socket.socket", "eventlet.green.socket.socket"), both="connect connect_ex sendto")
uses(ResourceKind.NETWORK, ("asyncio",), both="open_connection", named=text(0, "host"))
uses(
    ResourceKind.NETWORK,
    ("grpc", "grpc.aio"),
    both="insecure_channel secure_channel",
    named=text(0, "target"),
)
uses(ResourceKind.NETWORK, ("websockets", "websocket"), both="connect create_connection", named=host(0, "uri"))
uses(
    ResourceKind.NETWORK,
    ("pymongo", "motor.motor_asyncio"),
    both="MongoClient AsyncIOMotorClient",
    named=host(0, "host"),
)
