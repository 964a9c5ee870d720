"""What may be connected to: rules on addresses, and the guards that hold every connection to them."""
