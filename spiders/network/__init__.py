"""What may be connected to: rules on IP addresses, and the guards that hold every connection to them."""
