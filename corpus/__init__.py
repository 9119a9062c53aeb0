"""Files → pages → articles → chunks. Pure: no network, no model, no database."""
