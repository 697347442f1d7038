select *, done_count as answered_count
from case_duration_periods
where measure = 'first_response'
