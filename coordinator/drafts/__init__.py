"""What somebody has typed into a form and not saved yet: kept for its writer, and for nobody else.

A form in the browser hands over what is typed at each pause (``drafts.js``, ``web/drafts.py``);
when its writer opens the form again, in another window or on another computer, it is offered there.
"""

from typing import Final

from coordinator.core.translation import N_

IN_THE_LOG: Final = N_("Texts that are not saved yet")
