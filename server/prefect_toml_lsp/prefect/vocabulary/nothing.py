"""Things that names may mention for which Prefect has no setting, though some are similar."""

from __future__ import annotations

from typing import Final

NOTHING: Final = (
    # Prefect's server listens without TLS, in one process, and logs to no file
    "server/http+tls+cert+?path+?file+?api server/http+tls+keyfile/key+?api "
    "server/http+cert+path/file+?api server/http/api+keyfile+?api server+cert server+log "
    "server+tls+?name+?config server+ca+?dir+?path+?file+?data+?cert+?tls+?trusted "
    "server+ca+client+tls+?path+?file+?cert server+run+time+?mode server+loop+?services "
    "server+dir server+worker api+workers server+workers log+path/file+name log+path/file+mode "
    "log+path/file+extra api+secret+key profile+name path/file+log log+path/file "
    "log+access+path/file broker+heartbeat server+heartbeat+?delay db+retry+?max worker+poll+max "
    "telemetry+url image+url cors+all+* cors+expose+* cors+exposed+* client+log+path/file "
    "db+replica/ro/admin+* db+password+tls+* data+path+path/file data+file+file "
    "task+retry+delay+max+?core db+bind admin+port/host+?server+?serve+?http+?api+?ui "
    "server+log+path/file/dir/format profiling path/file+storage+file ui+name app+name site+name "
    "api+version+?client+?server log+path/file+worker log+path/file+app log+path/file+max "
    "log+path/file+size api/client+cert+client+?path+?file+?tls server+poll+?delay "
    "server+key+auth client+page+per/size client+key+task client+output+dir "
    "http/server+internal+port ui/site/app+cert ui/site/app+keyfile log+dir log+file+path "
    "cors+regex+*"
)
