"""Threads of comments (commentaires): a commentable thing owns a thread, a comment never knows the thing."""
