prove-unwritten = This could not be done. It is a fault of the program; please tell the developers. Nothing was changed.

exhibit-of-which = { " " }(order { $order })
exhibit-document = { $role } (file)
exhibit-file = { $role } ({ $media })
exhibit-bill-entry = Entry in the payment bill
exhibit-keys = Card keys that were tried
exhibit-final-demand = Text of the final demand
exhibit-demand = Text of the demand
exhibit-promise = Record of the platform’s promise
exhibit-refusal = Record of the platform’s refusal
exhibit-filing = Record of the complaint
