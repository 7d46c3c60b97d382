// libpq, PostgreSQL's own client.
#pragma once
#include <libpq-fe.h>
