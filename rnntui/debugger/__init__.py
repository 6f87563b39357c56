"""Where we are: Session, Cursor and the registry of actions. Knows no screen."""
