"""What happens on an update: module-level coroutines by concern, registered in `application`."""
