"""What a citizen sends to a commune's site: the few views under ``/_/<module>/``, without session nor cookie."""
