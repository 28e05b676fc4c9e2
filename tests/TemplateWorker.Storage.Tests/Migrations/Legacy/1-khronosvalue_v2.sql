-- What Anti-Raid's own khronosvalue_v2 leaves: every value in the tagged form. Also kinds that only this form has.
create table _migrations_applied (id text primary key, applied_at timestamptz not null default now());
insert into _migrations_applied (id) values ('khronosvalue_v2');

update guild_templates_kv kv set value = v2.value::jsonb
from (values
    ('json-null', '"Null"'),
    ('text', '{"Text": "hello"}'),
    ('text-empty', '{"Text": ""}'),
    ('text-unicode', '{"Text": "ä€🔑 \"quoted\" \\ \n"}'),
    ('text-null', '{"Text": "Null"}'),
    ('true', '{"Boolean": true}'),
    ('false', '{"Boolean": false}'),
    ('integer', '{"Integer": 42}'),
    ('integer-negative', '{"Integer": -7}'),
    ('integer-safe', '{"Integer": 9007199254740991}'),
    ('integer-unsafe', '{"Integer": 9007199254740993}'),
    ('integer-unsafe-negative', '{"Integer": -9007199254740993}'),
    ('integer-unsigned', '{"UnsignedInteger": 18446744073709551615}'),
    ('float', '{"Float": 1.5}'),
    ('float-huge', '{"Float": 1e20}'),
    ('list', '{"List": [{"Integer": 1}, {"Text": "two"}, {"List": [{"Boolean": true}, "Null"]}, {"Map": [[{"Text": "three"}, {"Integer": 3}]]}]}'),
    ('list-empty', '{"List": []}'),
    ('object', '{"Map": [[{"Text": "a"}, {"Integer": 1}], [{"Text": "b"}, {"Map": [[{"Text": "c"}, {"List": [{"Float": 1.25}, {"Integer": 9007199254740993}]}]]}], [{"Text": "value"}, "Null"]]}'),
    ('object-empty', '{"Map": []}'),
    ('object-type-key', '{"Map": [[{"Text": "$type"}, {"Text": "date"}], [{"Text": "value"}, {"Map": [[{"Text": "$type"}, {"Integer": 1}]]}]]}'),
    ('object-like-wrapper', '{"Map": [[{"Text": "___khronosValType___"}, {"Text": "color"}], [{"Text": "value"}, {"Integer": 1}]]}'),
    ('object-broken-wrapper', '{"Map": [[{"Text": "___khronosValType___"}, {"Text": "buffer"}], [{"Text": "value"}, {"List": [{"Integer": 256}]}]]}'),
    ('buffer', '{"Buffer": [0, 127, 255]}'),
    ('vector', '{"Vector": [1, -2.5, 3]}'),
    ('timestamptz', '{"Timestamptz": "2024-02-29T21:30:00.500Z"}'),
    ('timestamptz-fine', '{"Timestamptz": "2024-02-29T23:59:59.999999999Z"}'),
    ('interval', '{"Interval": [90, 500000000]}'),
    ('timezone', '{"TimeZone": "Europe/Berlin"}'),
    ('nested-wrappers', '{"Map": [[{"Text": "when"}, {"TimeZone": "UTC"}], [{"Text": "raw"}, {"List": [{"Buffer": []}]}]]}'),
    ('scopes-none', '{"Integer": 0}'),
    ('scopes-one', '{"Integer": 1}'),
    ('scopes-unsorted', '{"Integer": 2}'),
    ('scopes-repeated', '{"Integer": 3}'),
    ('scopes-code-points', '{"Integer": 4}'),
    ('scopes-other-guild', '{"Integer": 5}'),
    ('twins-old', '{"Integer": 1}'),
    ('twins-new', '{"Integer": 2}'),
    ('taken-sorted', '{"Integer": 3}'),
    ('taken-unsorted', '{"Integer": 4}'),
    ('expires', '{"Integer": 1}'),
    ('expired', '{"Integer": 2}'),
    ('expires-scoped', '{"Integer": 3}'),
    ('key-long', '{"Integer": 1}'),
    ('scopes-many', '{"Integer": 1}')
) as v2 (id, value)
where kv.id = v2.id;

insert into guild_templates_kv (id, guild_id, key, value) values
    ('v2-map', '100', 'v2-map', '{"Map": [[{"Integer": 1}, {"Text": "one"}], [{"Text": "two"}, {"Integer": 9007199254740993}]]}'),
    ('v2-map-repeated', '100', 'v2-map-repeated', '{"Map": [[{"Text": "a"}, {"Integer": 1}], [{"Text": "a"}, {"Integer": 2}]]}'),
    ('v2-lazy-map', '100', 'v2-lazy-map', '{"LazyStringMap": {"a": "1", "b": "Null"}}'),
    ('v2-lazy-map-type-key', '100', 'v2-lazy-map-type-key', '{"LazyStringMap": {"$type": "x"}}'),
    ('v2-float-not-finite', '100', 'v2-float-not-finite', '{"Float": null}'),
    ('v2-unsigned-small', '100', 'v2-unsigned-small', '{"UnsignedInteger": 7}'),
    ('v2-text-like-tag', '100', 'v2-text-like-tag', '{"Map": [[{"Text": "Text"}, {"Text": "hi"}]]}'),
    ('v2-unknown-tag', '100', 'v2-unknown-tag', '{"Keyword": 9007199254740993}');
