"""Trade: orders, purchase orders, deliveries, invoices, payments, complaints, contracts and reviews."""
