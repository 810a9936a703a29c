"""The door: the same file for ``streamlit run``, ASGI servers and page tests.

A script run draws a page; an import by a server builds the application with its own routes.
Streamlit finds the application by reading this file, hence the literal ``app = st.App(...)``.
"""

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

if get_script_run_ctx(suppress_warning=True) is not None:
    from coordinator.ui.main import main

    main()
else:
    from coordinator.ui import files, launch, log_lines, login
    from coordinator.ui.failure import on_error
    from coordinator.web import server, uploads
    from coordinator.web.asgi import EXCEPTION_HANDLERS, MIDDLEWARE, ROUTES, lifespan
    from coordinator.web.providers import use_login

    log_lines.one_log()
    use_login(login)
    uploads.HELD.ask(files.is_held)
    app = st.App(
        __file__,
        secrets=login.secrets(),
        routes=ROUTES,
        middleware=MIDDLEWARE,
        lifespan=lifespan,
        on_script_error=on_error,
        exception_handlers=EXCEPTION_HANDLERS,
    )
    if __name__ == "__main__":
        told = launch.prepare(app)
        server.run(app, server.listen(*launch.wished_address()), told)
