"""What happens by itself: automations and alerts, and where they are sent."""
