// What time it is for the server, in seconds since 1970.
// params: -
// returns: clock
// mode: read
RETURN datetime.realtime().epochMillis / 1000.0 AS clock
