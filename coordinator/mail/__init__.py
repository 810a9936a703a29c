from coordinator.core.translation import N_

IN_THE_LOG = N_("Outgoing email")
