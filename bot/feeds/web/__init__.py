"""The way to the providers: what is asked and how often, how much is listened to, what it means."""
