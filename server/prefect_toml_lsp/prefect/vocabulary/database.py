"""The meanings of names for the server's database."""

from __future__ import annotations

from typing import Final

from prefect_toml_lsp.prefect.vocabulary.sense import Sense

_DB = "?server+?persist+?storage+?auth+?url+?connection+?client+?config+?primary+?app"
_POOL = f"{_DB}+?pool+?max+?size+?open+?limit+?active"
_WAIT = f"{_DB}+?pool+?max+?acquire+?checkout+?timeout+?delay+?queue"
_TLS = (
    "?server+?tls+?client+?custom+?name+?path+?file+?dir+?connection+?persist+?storage+?user+?cert"
)
_START = (
    "?skip+?no+?auto+?run+?startup+?boot+?app+?apply+?create+?init+?schema+?table+?setup+?dir"
    "+?update+?perform+?execute+?enable"
)

DATABASE: Final = (
    Sense(
        "server.database.host", f"db+host/address+{_DB}+?name+?primary+?private+?service+?external"
    ),
    Sense("server.database.port", f"db+port+{_DB}+?host+?number+?tcp"),
    Sense("server.database.user", f"db+user+{_DB}+?name+?app"),
    Sense("server.database.password", f"db+password+{_DB}+?user+?app"),
    Sense(
        "server.database.name",
        f"db+name+{_DB} db+db+{_DB}+?name+?initial db+catalog+initial db+schema+name+db",
    ),
    Sense(
        "server.database.connection_url",
        f"db+url/dsn+{_DB}+?text+?source+?async+?primary+?full+?app+?private+?public "
        f"db+connection+{_DB} db+connection+text+{_DB} db+db+config db+source+?name+?server "
        f"db+text+{_DB} dsn+{_DB} db_source+{_DB}+?db+?name+?url+?text+?dsn",
    ),
    Sense(
        "server.database.driver",
        f"db+driver+{_DB}+?class+?name+?type+?default "
        "db+type+?server+?persist+?storage+?store+?primary db+backend+?server "
        f"db+vendor+{_DB} db+provider+{_DB} db+scheme+{_DB} db+kind+{_DB} db+client+?server "
        "db+flavor+?server db+platform+?server db+variant+?server",
    ),
    Sense(
        "server.database.timeout",
        f"db+statement+timeout+{_DB}+?max db+query+timeout+{_DB}+?max db+timeout+{_DB} "
        f"db+read+timeout+{_DB} db+execution+timeout+{_DB} db+request+timeout+{_DB} "
        f"db+busy+timeout+{_DB} db+query+max+time db+max+execution+time+{_DB} "
        f"db+call+timeout+{_DB} db+socket+timeout+{_DB}",
    ),
    Sense(
        "server.database.connection_timeout",
        f"db+connection+timeout+{_DB}+?initial+?open+?max persist+connection+timeout "
        f"db+dial+timeout+{_DB} db+login+timeout+{_DB} db+open+timeout+{_DB} "
        "db+connection+delay+timeout",
    ),
    Sense(
        "server.database.echo",
        f"db+echo+{_DB}+?log db+debug+{_DB}+?query+?log db+log+query+{_DB}+?all+?show "
        f"db+log+statement+{_DB}+?all db+show+{_DB}+?query+?log db+log+{_DB}+?verbose "
        f"db+print+{_DB}+?query db+trace+{_DB}+?query db+verbose+{_DB}",
    ),
    Sense(
        "server.database.migrate_on_start",
        f"migrate+{_DB}+?db+{_START} storage+table+create+?skip+?db+?auto "
        f"db+table+create+{_DB}+{_START} "
        f"db+schema+create/init/auto/sync/update/synchronize+{_DB}+{_START} "
        f"db+auto+create+{_DB}+{_START} db+init+{_DB}+{_START} db+sync/synchronize+{_DB}+{_START}",
    ),
    Sense("server.database.migration_timeout", f"migrate+timeout+?db+?run+?max+{_DB}"),
    Sense(
        "server.database.sqlalchemy.pool_size",
        f"db+pool+{_DB} db+pool+size/max/limit/active/open+{_POOL} "
        f"db+connection+max/size/limit/active/open/pool+{_POOL} "
        f"db+size/active/open/total+max+{_POOL} pooler+pool+size db+max+server "
        f"db+connection+num/count+{_POOL} "
        f"db+pool/connection+parallel+{_POOL}",
    ),
    Sense(
        "server.database.sqlalchemy.max_overflow",
        f"db+overflow+{_DB}+?pool+?size db+pool+extra+{_DB}",
    ),
    Sense(
        "server.database.sqlalchemy.pool_recycle",
        f"db+lifetime+{_DB}+?max+?pool+?inactive+?open db+recycle+{_DB}+?pool+?delay",
    ),
    Sense(
        "server.database.sqlalchemy.pool_timeout",
        f"db+pool+timeout+{_WAIT} db+acquire+{_WAIT} db+checkout+{_WAIT} db+max+delay+{_WAIT} "
        f"db+pool+delay+{_WAIT} db+delay+timeout+{_WAIT} db+borrow/lease/get+timeout+{_WAIT}",
    ),
    Sense(
        "server.database.sqlalchemy.connect_args.statement_cache_size",
        f"db+statement+cache+{_DB}+?size+?max",
    ),
    Sense(
        "server.database.sqlalchemy.connect_args.prepared_statement_cache_size",
        f"db+statement+cache+prepared+{_DB}+?size+?max",
    ),
    Sense(
        "server.database.sqlalchemy.connect_args.application_name",
        f"db+program+name+{_DB} db+app+name+{_DB} db+application+name+{_DB} "
        "db+client+name+?server db+connection+name+?server",
    ),
    Sense(
        "server.database.sqlalchemy.connect_args.search_path",
        f"db+schema+{_DB}+?name+?public+?current+?search+?path+?list+?extra "
        f"db+search+path+{_DB}+?extra",
    ),
    Sense(
        "server.database.sqlalchemy.connect_args.tls.ca_file",
        f"db+ca+{_TLS} db+tls+cert+dir+{_TLS}",
    ),
    Sense("server.database.sqlalchemy.connect_args.tls.cert_file", f"db+cert+{_TLS}"),
    Sense(
        "server.database.sqlalchemy.connect_args.tls.key_file",
        f"db+tls+key+{_TLS}+?private db+client+key+{_TLS}+?private db+tls+keyfile+{_TLS} "
        f"db+keyfile+{_TLS} db+cert+key+{_TLS} db+private+key+{_TLS}",
    ),
    Sense(
        "server.database.sqlalchemy.connect_args.tls.enabled",
        f"db+tls+{_DB}+?skip+?no+?require+?required+?disabled+?secure db+secure+{_DB} "
        f"db+encrypt/encryption+{_DB}",
    ),
    Sense(
        "server.database.sqlalchemy.connect_args.tls.check_hostname",
        f"db+verify+host+{_TLS} db+verify+identity+{_TLS} db+tls+host+check+{_TLS} "
        f"db+tls+host+invalid+allow+{_TLS} db+check+host+{_TLS}",
    ),
)
