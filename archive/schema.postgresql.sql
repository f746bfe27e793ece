CREATE TABLE body (
	id BIGINT NOT NULL,
	sha256 BYTEA NOT NULL,
	size BIGINT NOT NULL,
	codec TEXT COLLATE "C" NOT NULL,
	data BYTEA NOT NULL,
	CONSTRAINT pk_body PRIMARY KEY (id),
	CONSTRAINT uq_body_sha256 UNIQUE (sha256)
);

CREATE TABLE citation (
	digest TEXT COLLATE "C" NOT NULL,
	runs TEXT COLLATE "C" NOT NULL,
	CONSTRAINT pk_citation PRIMARY KEY (digest)
);

CREATE TABLE link (
	url TEXT COLLATE "C" NOT NULL,
	outcome TEXT COLLATE "C" NOT NULL,
	status BIGINT,
	reached TEXT COLLATE "C",
	reason TEXT COLLATE "C",
	at TEXT COLLATE "C" NOT NULL,
	changed BOOLEAN NOT NULL,
	was TEXT COLLATE "C",
	was_at TEXT COLLATE "C",
	CONSTRAINT pk_link PRIMARY KEY (url)
);

CREATE TABLE mark (
	name TEXT COLLATE "C" NOT NULL,
	value TEXT COLLATE "C" NOT NULL,
	CONSTRAINT pk_mark PRIMARY KEY (name)
);

CREATE TABLE record (
	id BIGINT NOT NULL,
	source TEXT COLLATE "C" NOT NULL,
	key TEXT COLLATE "C" NOT NULL,
	version_id BIGINT NOT NULL,
	number BIGINT NOT NULL,
	last BIGINT NOT NULL,
	deleted BOOLEAN NOT NULL,
	stub BOOLEAN NOT NULL,
	input TEXT COLLATE "C" NOT NULL,
	type TEXT COLLATE "C",
	datestamp TEXT COLLATE "C" NOT NULL,
	digest BYTEA NOT NULL,
	capture_id BIGINT,
	walk BIGINT NOT NULL,
	seen TEXT COLLATE "C" NOT NULL,
	origin_datestamp TEXT COLLATE "C",
	raw BYTEA,
	CONSTRAINT pk_record PRIMARY KEY (id),
	CONSTRAINT uq_record_source_key UNIQUE (source, key)
);

CREATE INDEX ix_record_datestamp ON record (datestamp);

CREATE INDEX ix_record_source_datestamp ON record (source, datestamp);

CREATE UNIQUE INDEX ix_record_version_id ON record (version_id);

CREATE TABLE run (
	number BIGINT NOT NULL,
	kind TEXT COLLATE "C" NOT NULL,
	command TEXT COLLATE "C" NOT NULL,
	who TEXT COLLATE "C" NOT NULL,
	source TEXT COLLATE "C",
	program TEXT COLLATE "C" NOT NULL,
	started TEXT COLLATE "C" NOT NULL,
	first_capture BIGINT NOT NULL,
	first_version BIGINT NOT NULL,
	ended TEXT COLLATE "C",
	outcome TEXT COLLATE "C",
	reason TEXT COLLATE "C",
	tally TEXT COLLATE "C",
	place BIGINT,
	digest BYTEA,
	CONSTRAINT pk_run PRIMARY KEY (number),
	CONSTRAINT uq_run_place UNIQUE (place)
);

CREATE INDEX ix_run_source_number ON run (source, number);

CREATE TABLE alias (
	name TEXT COLLATE "C" NOT NULL,
	record_id BIGINT NOT NULL,
	CONSTRAINT pk_alias PRIMARY KEY (name, record_id),
	CONSTRAINT fk_alias_record_id_record FOREIGN KEY(record_id) REFERENCES record (id)
);

CREATE INDEX ix_alias_record_id ON alias (record_id);

CREATE TABLE capture (
	id BIGINT NOT NULL,
	run BIGINT NOT NULL,
	source TEXT COLLATE "C",
	asked TEXT COLLATE "C" NOT NULL,
	url TEXT COLLATE "C" NOT NULL,
	at TEXT COLLATE "C" NOT NULL,
	status BIGINT NOT NULL,
	media_type TEXT COLLATE "C",
	headers TEXT COLLATE "C",
	sha256 BYTEA NOT NULL,
	body_id BIGINT,
	link BYTEA NOT NULL,
	read BOOLEAN NOT NULL,
	reader TEXT COLLATE "C",
	gave TEXT COLLATE "C",
	CONSTRAINT pk_capture PRIMARY KEY (id),
	CONSTRAINT fk_capture_run_run FOREIGN KEY(run) REFERENCES run (number),
	CONSTRAINT fk_capture_body_id_body FOREIGN KEY(body_id) REFERENCES body (id)
);

CREATE INDEX ix_capture_asked_id ON capture (asked, id);

CREATE INDEX ix_capture_unread ON capture (id) WHERE NOT read;

CREATE TABLE correction (
	id BIGINT NOT NULL,
	record_id BIGINT NOT NULL,
	run BIGINT NOT NULL,
	entry_key TEXT COLLATE "C",
	field TEXT COLLATE "C" NOT NULL,
	op TEXT COLLATE "C" NOT NULL,
	value TEXT COLLATE "C",
	before TEXT COLLATE "C",
	base TEXT COLLATE "C",
	theirs TEXT COLLATE "C",
	state TEXT COLLATE "C" NOT NULL,
	at TEXT COLLATE "C" NOT NULL,
	who TEXT COLLATE "C" NOT NULL,
	reason TEXT COLLATE "C" NOT NULL,
	ended BIGINT,
	CONSTRAINT pk_correction PRIMARY KEY (id),
	CONSTRAINT fk_correction_record_id_record FOREIGN KEY(record_id) REFERENCES record (id),
	CONSTRAINT fk_correction_run_run FOREIGN KEY(run) REFERENCES run (number)
);

CREATE INDEX ix_correction_record_id ON correction (record_id);

CREATE TABLE debt (
	id BIGINT NOT NULL,
	source TEXT COLLATE "C" NOT NULL,
	prefix TEXT COLLATE "C" NOT NULL,
	name TEXT COLLATE "C" NOT NULL,
	state TEXT COLLATE "C" NOT NULL,
	reason TEXT COLLATE "C" NOT NULL,
	since TEXT COLLATE "C" NOT NULL,
	run BIGINT NOT NULL,
	tries BIGINT NOT NULL,
	window_id BIGINT,
	quarantine_id BIGINT,
	CONSTRAINT pk_debt PRIMARY KEY (id),
	CONSTRAINT uq_debt_source_name UNIQUE (source, name),
	CONSTRAINT fk_debt_run_run FOREIGN KEY(run) REFERENCES run (number)
);

CREATE TABLE delivery (
	id BIGINT NOT NULL,
	name TEXT COLLATE "C" NOT NULL,
	form TEXT COLLATE "C" NOT NULL,
	terms TEXT COLLATE "C" NOT NULL,
	number BIGINT NOT NULL,
	at TEXT COLLATE "C" NOT NULL,
	run BIGINT NOT NULL,
	file TEXT COLLATE "C" NOT NULL,
	tally TEXT COLLATE "C" NOT NULL,
	CONSTRAINT pk_delivery PRIMARY KEY (id),
	CONSTRAINT uq_delivery_name UNIQUE (name),
	CONSTRAINT fk_delivery_run_run FOREIGN KEY(run) REFERENCES run (number)
);

CREATE TABLE event (
	id BIGINT NOT NULL,
	record_id BIGINT NOT NULL,
	run BIGINT NOT NULL,
	kind TEXT COLLATE "C" NOT NULL,
	cause TEXT COLLATE "C" NOT NULL,
	at TEXT COLLATE "C" NOT NULL,
	after BIGINT NOT NULL,
	detail TEXT COLLATE "C",
	CONSTRAINT pk_event PRIMARY KEY (id),
	CONSTRAINT fk_event_record_id_record FOREIGN KEY(record_id) REFERENCES record (id),
	CONSTRAINT fk_event_run_run FOREIGN KEY(run) REFERENCES run (number)
);

CREATE INDEX ix_event_record_id ON event (record_id);

CREATE INDEX ix_event_run ON event (run);

CREATE TABLE finding (
	id BIGINT NOT NULL,
	record_id BIGINT NOT NULL,
	code TEXT COLLATE "C" NOT NULL,
	entry_key TEXT COLLATE "C",
	place TEXT COLLATE "C" NOT NULL,
	value TEXT COLLATE "C",
	since TEXT COLLATE "C" NOT NULL,
	ended TEXT COLLATE "C",
	back BIGINT NOT NULL,
	CONSTRAINT pk_finding PRIMARY KEY (id),
	CONSTRAINT fk_finding_record_id_record FOREIGN KEY(record_id) REFERENCES record (id)
);

CREATE INDEX ix_finding_record_id ON finding (record_id);

CREATE TABLE given_name (
	id BIGINT NOT NULL,
	record_id BIGINT NOT NULL,
	name_id BIGINT NOT NULL,
	run BIGINT NOT NULL,
	CONSTRAINT pk_given_name PRIMARY KEY (id),
	CONSTRAINT fk_given_name_record_id_record FOREIGN KEY(record_id) REFERENCES record (id),
	CONSTRAINT fk_given_name_name_id_record FOREIGN KEY(name_id) REFERENCES record (id),
	CONSTRAINT fk_given_name_run_run FOREIGN KEY(run) REFERENCES run (number)
);

CREATE INDEX ix_given_name_name_id ON given_name (name_id);

CREATE INDEX ix_given_name_record_id ON given_name (record_id);

CREATE TABLE hold (
	id BIGINT NOT NULL,
	source TEXT COLLATE "C" NOT NULL,
	run BIGINT NOT NULL,
	reason TEXT COLLATE "C" NOT NULL,
	since TEXT COLLATE "C" NOT NULL,
	verdict TEXT COLLATE "C",
	settled BIGINT,
	CONSTRAINT pk_hold PRIMARY KEY (id),
	CONSTRAINT fk_hold_run_run FOREIGN KEY(run) REFERENCES run (number)
);

CREATE INDEX ix_hold_source ON hold (source);

CREATE TABLE identifier (
	id BIGSERIAL NOT NULL,
	record_id BIGINT NOT NULL,
	entry_key TEXT COLLATE "C",
	scheme TEXT COLLATE "C" NOT NULL,
	value TEXT COLLATE "C" NOT NULL,
	CONSTRAINT pk_identifier PRIMARY KEY (id),
	CONSTRAINT fk_identifier_record_id_record FOREIGN KEY(record_id) REFERENCES record (id)
);

CREATE INDEX ix_identifier_record_id ON identifier (record_id);

CREATE INDEX ix_identifier_value_scheme ON identifier (value, scheme);

CREATE TABLE list_window (
	id BIGINT NOT NULL,
	source TEXT COLLATE "C" NOT NULL,
	prefix TEXT COLLATE "C" NOT NULL,
	set_spec TEXT COLLATE "C",
	walk BIGINT NOT NULL,
	began BIGINT NOT NULL,
	parent BIGINT,
	verb TEXT COLLATE "C" NOT NULL,
	first TEXT COLLATE "C",
	last TEXT COLLATE "C",
	state TEXT COLLATE "C" NOT NULL,
	response_date TEXT COLLATE "C",
	sure BOOLEAN NOT NULL,
	pages BIGINT NOT NULL,
	records BIGINT NOT NULL,
	size TEXT COLLATE "C",
	CONSTRAINT pk_list_window PRIMARY KEY (id),
	CONSTRAINT fk_list_window_began_run FOREIGN KEY(began) REFERENCES run (number)
);

CREATE INDEX ix_list_window_source_prefix_set_spec ON list_window (source, prefix, set_spec);

CREATE TABLE missing (
	record_id BIGINT NOT NULL,
	run BIGINT NOT NULL,
	since TEXT COLLATE "C" NOT NULL,
	CONSTRAINT pk_missing PRIMARY KEY (record_id),
	CONSTRAINT fk_missing_record_id_record FOREIGN KEY(record_id) REFERENCES record (id),
	CONSTRAINT fk_missing_run_run FOREIGN KEY(run) REFERENCES run (number)
);

CREATE TABLE reading_list (
	id BIGINT NOT NULL,
	name TEXT COLLATE "C" NOT NULL,
	title TEXT COLLATE "C",
	course_code TEXT COLLATE "C",
	list_code TEXT COLLATE "C",
	owner TEXT COLLATE "C",
	language TEXT COLLATE "C",
	last BIGINT NOT NULL,
	made TEXT COLLATE "C" NOT NULL,
	changed TEXT COLLATE "C" NOT NULL,
	run BIGINT NOT NULL,
	CONSTRAINT pk_reading_list PRIMARY KEY (id),
	CONSTRAINT uq_reading_list_name UNIQUE (name),
	CONSTRAINT fk_reading_list_run_run FOREIGN KEY(run) REFERENCES run (number)
);

CREATE TABLE sameness (
	id BIGINT NOT NULL,
	low BIGINT NOT NULL,
	high BIGINT NOT NULL,
	together BOOLEAN NOT NULL,
	reason TEXT COLLATE "C" NOT NULL,
	run BIGINT NOT NULL,
	CONSTRAINT pk_sameness PRIMARY KEY (id),
	CONSTRAINT fk_sameness_low_record FOREIGN KEY(low) REFERENCES record (id),
	CONSTRAINT fk_sameness_high_record FOREIGN KEY(high) REFERENCES record (id),
	CONSTRAINT fk_sameness_run_run FOREIGN KEY(run) REFERENCES run (number)
);

CREATE INDEX ix_sameness_high ON sameness (high);

CREATE INDEX ix_sameness_low ON sameness (low);

CREATE TABLE series (
	record_id BIGINT NOT NULL,
	title TEXT COLLATE "C" NOT NULL,
	CONSTRAINT pk_series PRIMARY KEY (record_id, title),
	CONSTRAINT fk_series_record_id_record FOREIGN KEY(record_id) REFERENCES record (id)
);

CREATE INDEX ix_series_title ON series (title);

CREATE TABLE suppression (
	id BIGINT NOT NULL,
	record_id BIGINT NOT NULL,
	run BIGINT NOT NULL,
	entry_key TEXT COLLATE "C",
	until TEXT COLLATE "C",
	at TEXT COLLATE "C" NOT NULL,
	who TEXT COLLATE "C" NOT NULL,
	reason TEXT COLLATE "C" NOT NULL,
	lifted BIGINT,
	CONSTRAINT pk_suppression PRIMARY KEY (id),
	CONSTRAINT fk_suppression_record_id_record FOREIGN KEY(record_id) REFERENCES record (id),
	CONSTRAINT fk_suppression_run_run FOREIGN KEY(run) REFERENCES run (number)
);

CREATE INDEX ix_suppression_record_id ON suppression (record_id);

CREATE TABLE waiver (
	id BIGINT NOT NULL,
	run BIGINT NOT NULL,
	code TEXT COLLATE "C" NOT NULL,
	source TEXT COLLATE "C",
	record_id BIGINT,
	entry_key TEXT COLLATE "C",
	place TEXT COLLATE "C",
	value TEXT COLLATE "C",
	until TEXT COLLATE "C",
	at TEXT COLLATE "C" NOT NULL,
	who TEXT COLLATE "C" NOT NULL,
	reason TEXT COLLATE "C" NOT NULL,
	lifted BIGINT,
	CONSTRAINT pk_waiver PRIMARY KEY (id),
	CONSTRAINT fk_waiver_run_run FOREIGN KEY(run) REFERENCES run (number),
	CONSTRAINT fk_waiver_record_id_record FOREIGN KEY(record_id) REFERENCES record (id)
);

CREATE INDEX ix_waiver_record_id ON waiver (record_id);

CREATE TABLE delivered (
	delivery_id BIGINT NOT NULL,
	record_id BIGINT NOT NULL,
	number BIGINT NOT NULL,
	place BIGINT NOT NULL,
	name TEXT COLLATE "C" NOT NULL,
	version_id BIGINT,
	gone BOOLEAN NOT NULL,
	before_name TEXT COLLATE "C",
	before_id BIGINT,
	CONSTRAINT pk_delivered PRIMARY KEY (delivery_id, record_id),
	CONSTRAINT fk_delivered_delivery_id_delivery FOREIGN KEY(delivery_id) REFERENCES delivery (id),
	CONSTRAINT fk_delivered_record_id_record FOREIGN KEY(record_id) REFERENCES record (id)
);

CREATE INDEX ix_delivered_delivery_id_number_place ON delivered (delivery_id, number, place);

CREATE TABLE held_back (
	hold_id BIGINT NOT NULL,
	capture_id BIGINT NOT NULL,
	gone TEXT COLLATE "C",
	CONSTRAINT pk_held_back PRIMARY KEY (hold_id, capture_id),
	CONSTRAINT fk_held_back_hold_id_hold FOREIGN KEY(hold_id) REFERENCES hold (id),
	CONSTRAINT fk_held_back_capture_id_capture FOREIGN KEY(capture_id) REFERENCES capture (id)
);

CREATE TABLE list_page (
	capture_id BIGINT NOT NULL,
	window_id BIGINT,
	place BIGINT NOT NULL,
	token TEXT COLLATE "C",
	next TEXT COLLATE "C",
	same BYTEA,
	gave BYTEA,
	CONSTRAINT pk_list_page PRIMARY KEY (capture_id),
	CONSTRAINT fk_list_page_capture_id_capture FOREIGN KEY(capture_id) REFERENCES capture (id),
	CONSTRAINT fk_list_page_window_id_list_window FOREIGN KEY(window_id) REFERENCES list_window (id)
);

CREATE INDEX ix_list_page_window_id_place ON list_page (window_id, place);

CREATE TABLE quarantine (
	id BIGINT NOT NULL,
	run BIGINT NOT NULL,
	capture_id BIGINT NOT NULL,
	at TEXT COLLATE "C" NOT NULL,
	reason TEXT COLLATE "C" NOT NULL,
	source TEXT COLLATE "C",
	name TEXT COLLATE "C",
	start BIGINT,
	stop BIGINT,
	digest BYTEA,
	waived TEXT COLLATE "C",
	waived_run BIGINT,
	CONSTRAINT pk_quarantine PRIMARY KEY (id),
	CONSTRAINT fk_quarantine_run_run FOREIGN KEY(run) REFERENCES run (number),
	CONSTRAINT fk_quarantine_capture_id_capture FOREIGN KEY(capture_id) REFERENCES capture (id)
);

CREATE TABLE reading_section (
	id BIGINT NOT NULL,
	list_id BIGINT NOT NULL,
	place BIGINT NOT NULL,
	title TEXT COLLATE "C",
	starts TEXT COLLATE "C",
	ends TEXT COLLATE "C",
	CONSTRAINT pk_reading_section PRIMARY KEY (id),
	CONSTRAINT fk_reading_section_list_id_reading_list FOREIGN KEY(list_id) REFERENCES reading_list (id)
);

CREATE INDEX ix_reading_section_list_id ON reading_section (list_id);

CREATE TABLE version (
	id BIGINT NOT NULL,
	record_id BIGINT NOT NULL,
	number BIGINT NOT NULL,
	run BIGINT NOT NULL,
	capture_id BIGINT,
	cause TEXT COLLATE "C" NOT NULL,
	cosmetic BOOLEAN NOT NULL,
	past BOOLEAN NOT NULL,
	stub BOOLEAN NOT NULL,
	reader TEXT COLLATE "C",
	walk BIGINT NOT NULL,
	seen TEXT COLLATE "C" NOT NULL,
	datestamp TEXT COLLATE "C" NOT NULL,
	origin_datestamp TEXT COLLATE "C",
	origin_sets TEXT COLLATE "C",
	digest BYTEA NOT NULL,
	found_in TEXT COLLATE "C",
	entry_keys TEXT COLLATE "C",
	text TEXT COLLATE "C" NOT NULL,
	link BYTEA NOT NULL,
	CONSTRAINT pk_version PRIMARY KEY (id),
	CONSTRAINT uq_version_record_id_number UNIQUE (record_id, number),
	CONSTRAINT fk_version_record_id_record FOREIGN KEY(record_id) REFERENCES record (id),
	CONSTRAINT fk_version_run_run FOREIGN KEY(run) REFERENCES run (number),
	CONSTRAINT fk_version_capture_id_capture FOREIGN KEY(capture_id) REFERENCES capture (id)
);

CREATE INDEX ix_version_datestamp ON version (datestamp);

CREATE TABLE beneath (
	version_id BIGINT NOT NULL,
	digest BYTEA NOT NULL,
	entry_keys TEXT COLLATE "C",
	text TEXT COLLATE "C" NOT NULL,
	CONSTRAINT pk_beneath PRIMARY KEY (version_id),
	CONSTRAINT fk_beneath_version_id_version FOREIGN KEY(version_id) REFERENCES version (id)
);

CREATE TABLE reading_item (
	id BIGINT NOT NULL,
	section_id BIGINT NOT NULL,
	place BIGINT NOT NULL,
	number BIGINT NOT NULL,
	record_id BIGINT,
	entry_key TEXT COLLATE "C",
	version BIGINT,
	seen BIGINT,
	gone BOOLEAN NOT NULL,
	reference TEXT COLLATE "C",
	typed TEXT COLLATE "C",
	pages TEXT COLLATE "C",
	importance TEXT COLLATE "C",
	note TEXT COLLATE "C",
	library_note TEXT COLLATE "C",
	CONSTRAINT pk_reading_item PRIMARY KEY (id),
	CONSTRAINT fk_reading_item_section_id_reading_section FOREIGN KEY(section_id) REFERENCES reading_section (id),
	CONSTRAINT fk_reading_item_record_id_record FOREIGN KEY(record_id) REFERENCES record (id)
);

CREATE INDEX ix_reading_item_record_id ON reading_item (record_id);

CREATE INDEX ix_reading_item_section_id ON reading_item (section_id);
