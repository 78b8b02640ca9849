"""What people do in a call beside speaking: polls, hands, reactions, a timer, files of their drives. Chat is not here:
it passes from page to page and is stored nowhere."""
