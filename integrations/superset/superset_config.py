"""Settings of the Superset that integrations/superset/run starts: one person, one machine, no other host."""

import os
import pathlib

home = pathlib.Path(os.environ["SUPERSET_HOME"])
SECRET_KEY = (home / "secret").read_text().strip()
SQLALCHEMY_DATABASE_URI = f"sqlite:///{home}/superset.db"
# Superset's own policy would let the browser ask a site of telemetry for a pixel.
TALISMAN_CONFIG = {
    "content_security_policy": {
        "base-uri": ["'self'"],
        "default-src": ["'self'"],
        "img-src": ["'self'", "blob:", "data:"],
        "worker-src": ["'self'", "blob:"],
        "connect-src": ["'self'"],
        "object-src": "'none'",
        "style-src": ["'self'", "'unsafe-inline'"],
        "script-src": ["'self'", "'strict-dynamic'"],
    },
    "content_security_policy_nonce_in": ["script-src"],
    "force_https": False,
    "session_cookie_secure": False,
}
RATELIMIT_STORAGE_URI = "memory://"
