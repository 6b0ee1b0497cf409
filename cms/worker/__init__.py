"""What happens by itself: communes baked after a change, planned publications, dated content, small pictures, tasks."""
