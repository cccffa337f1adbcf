"""Why a group stands where it stands, clause by clause."""
