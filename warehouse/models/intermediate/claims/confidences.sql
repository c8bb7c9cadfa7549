-- grain: one row per confidence of a figure and confidence of a claim that it takes

select *
from (values
    ('high', '', 'high'),
    ('medium', '@medium', 'high'),
    ('medium', '@medium', 'medium'),
    ('all', '@all', 'high'),
    ('all', '@all', 'medium'),
    ('all', '@all', 'low')
) as c(confidence, suffix, claim_confidence)
