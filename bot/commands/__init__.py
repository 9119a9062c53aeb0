"""The commands of the `wenbao` command line, by what they are about."""
