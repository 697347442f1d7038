select channel, order_rate / (1 - exp(-order_rate)) as orders_per_customer, parameter_version
from order_rates
