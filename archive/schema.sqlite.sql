CREATE TABLE body (
	id INTEGER NOT NULL,
	sha256 BLOB NOT NULL,
	size INTEGER NOT NULL,
	codec TEXT NOT NULL,
	data BLOB NOT NULL,
	CONSTRAINT pk_body PRIMARY KEY (id),
	CONSTRAINT uq_body_sha256 UNIQUE (sha256)
);

CREATE TABLE citation (
	digest TEXT NOT NULL,
	runs TEXT NOT NULL,
	CONSTRAINT pk_citation PRIMARY KEY (digest)
);

CREATE TABLE link (
	url TEXT NOT NULL,
	outcome TEXT NOT NULL,
	status INTEGER,
	reached TEXT,
	reason TEXT,
	at TEXT NOT NULL,
	changed BOOLEAN NOT NULL,
	was TEXT,
	was_at TEXT,
	CONSTRAINT pk_link PRIMARY KEY (url)
);

CREATE TABLE mark (
	name TEXT NOT NULL,
	value TEXT NOT NULL,
	CONSTRAINT pk_mark PRIMARY KEY (name)
);

CREATE TABLE record (
	id INTEGER NOT NULL,
	source TEXT NOT NULL,
	"key" TEXT NOT NULL,
	version_id INTEGER NOT NULL,
	number INTEGER NOT NULL,
	last INTEGER NOT NULL,
	deleted BOOLEAN NOT NULL,
	stub BOOLEAN NOT NULL,
	input TEXT NOT NULL,
	type TEXT,
	datestamp TEXT NOT NULL,
	digest BLOB NOT NULL,
	capture_id INTEGER,
	walk INTEGER NOT NULL,
	seen TEXT NOT NULL,
	origin_datestamp TEXT,
	raw BLOB,
	CONSTRAINT pk_record PRIMARY KEY (id),
	CONSTRAINT uq_record_source_key UNIQUE (source, "key")
);

CREATE INDEX ix_record_datestamp ON record (datestamp);

CREATE INDEX ix_record_source_datestamp ON record (source, datestamp);

CREATE UNIQUE INDEX ix_record_version_id ON record (version_id);

CREATE TABLE run (
	number INTEGER NOT NULL,
	kind TEXT NOT NULL,
	command TEXT NOT NULL,
	who TEXT NOT NULL,
	source TEXT,
	program TEXT NOT NULL,
	started TEXT NOT NULL,
	first_capture INTEGER NOT NULL,
	first_version INTEGER NOT NULL,
	ended TEXT,
	outcome TEXT,
	reason TEXT,
	tally TEXT,
	place INTEGER,
	digest BLOB,
	CONSTRAINT pk_run PRIMARY KEY (number),
	CONSTRAINT uq_run_place UNIQUE (place)
);

CREATE INDEX ix_run_source_number ON run (source, number);

CREATE TABLE alias (
	name TEXT NOT NULL,
	record_id INTEGER NOT NULL,
	CONSTRAINT pk_alias PRIMARY KEY (name, record_id),
	CONSTRAINT fk_alias_record_id_record FOREIGN KEY(record_id) REFERENCES record (id)
);

CREATE INDEX ix_alias_record_id ON alias (record_id);

CREATE TABLE capture (
	id INTEGER NOT NULL,
	run INTEGER NOT NULL,
	source TEXT,
	asked TEXT NOT NULL,
	url TEXT NOT NULL,
	at TEXT NOT NULL,
	status INTEGER NOT NULL,
	media_type TEXT,
	headers TEXT,
	sha256 BLOB NOT NULL,
	body_id INTEGER,
	link BLOB NOT NULL,
	read BOOLEAN NOT NULL,
	reader TEXT,
	gave TEXT,
	CONSTRAINT pk_capture PRIMARY KEY (id),
	CONSTRAINT fk_capture_run_run FOREIGN KEY(run) REFERENCES run (number),
	CONSTRAINT fk_capture_body_id_body FOREIGN KEY(body_id) REFERENCES body (id)
);

CREATE INDEX ix_capture_asked_id ON capture (asked, id);

CREATE INDEX ix_capture_unread ON capture (id) WHERE NOT read;

CREATE TABLE correction (
	id INTEGER NOT NULL,
	record_id INTEGER NOT NULL,
	run INTEGER NOT NULL,
	entry_key TEXT,
	field TEXT NOT NULL,
	op TEXT NOT NULL,
	value TEXT,
	"before" TEXT,
	base TEXT,
	theirs TEXT,
	state TEXT NOT NULL,
	at TEXT NOT NULL,
	who TEXT NOT NULL,
	reason TEXT NOT NULL,
	ended INTEGER,
	CONSTRAINT pk_correction PRIMARY KEY (id),
	CONSTRAINT fk_correction_record_id_record FOREIGN KEY(record_id) REFERENCES record (id),
	CONSTRAINT fk_correction_run_run FOREIGN KEY(run) REFERENCES run (number)
);

CREATE INDEX ix_correction_record_id ON correction (record_id);

CREATE TABLE debt (
	id INTEGER NOT NULL,
	source TEXT NOT NULL,
	prefix TEXT NOT NULL,
	name TEXT NOT NULL,
	state TEXT NOT NULL,
	reason TEXT NOT NULL,
	since TEXT NOT NULL,
	run INTEGER NOT NULL,
	tries INTEGER NOT NULL,
	window_id INTEGER,
	quarantine_id INTEGER,
	CONSTRAINT pk_debt PRIMARY KEY (id),
	CONSTRAINT uq_debt_source_name UNIQUE (source, name),
	CONSTRAINT fk_debt_run_run FOREIGN KEY(run) REFERENCES run (number)
);

CREATE TABLE delivery (
	id INTEGER NOT NULL,
	name TEXT NOT NULL,
	form TEXT NOT NULL,
	terms TEXT NOT NULL,
	number INTEGER NOT NULL,
	at TEXT NOT NULL,
	run INTEGER NOT NULL,
	file TEXT NOT NULL,
	tally TEXT NOT NULL,
	CONSTRAINT pk_delivery PRIMARY KEY (id),
	CONSTRAINT uq_delivery_name UNIQUE (name),
	CONSTRAINT fk_delivery_run_run FOREIGN KEY(run) REFERENCES run (number)
);

CREATE TABLE event (
	id INTEGER NOT NULL,
	record_id INTEGER NOT NULL,
	run INTEGER NOT NULL,
	kind TEXT NOT NULL,
	cause TEXT NOT NULL,
	at TEXT NOT NULL,
	"after" INTEGER NOT NULL,
	detail TEXT,
	CONSTRAINT pk_event PRIMARY KEY (id),
	CONSTRAINT fk_event_record_id_record FOREIGN KEY(record_id) REFERENCES record (id),
	CONSTRAINT fk_event_run_run FOREIGN KEY(run) REFERENCES run (number)
);

CREATE INDEX ix_event_record_id ON event (record_id);

CREATE INDEX ix_event_run ON event (run);

CREATE TABLE finding (
	id INTEGER NOT NULL,
	record_id INTEGER NOT NULL,
	code TEXT NOT NULL,
	entry_key TEXT,
	place TEXT NOT NULL,
	value TEXT,
	since TEXT NOT NULL,
	ended TEXT,
	back INTEGER NOT NULL,
	CONSTRAINT pk_finding PRIMARY KEY (id),
	CONSTRAINT fk_finding_record_id_record FOREIGN KEY(record_id) REFERENCES record (id)
);

CREATE INDEX ix_finding_record_id ON finding (record_id);

CREATE TABLE given_name (
	id INTEGER NOT NULL,
	record_id INTEGER NOT NULL,
	name_id INTEGER NOT NULL,
	run INTEGER NOT NULL,
	CONSTRAINT pk_given_name PRIMARY KEY (id),
	CONSTRAINT fk_given_name_record_id_record FOREIGN KEY(record_id) REFERENCES record (id),
	CONSTRAINT fk_given_name_name_id_record FOREIGN KEY(name_id) REFERENCES record (id),
	CONSTRAINT fk_given_name_run_run FOREIGN KEY(run) REFERENCES run (number)
);

CREATE INDEX ix_given_name_name_id ON given_name (name_id);

CREATE INDEX ix_given_name_record_id ON given_name (record_id);

CREATE TABLE hold (
	id INTEGER NOT NULL,
	source TEXT NOT NULL,
	run INTEGER NOT NULL,
	reason TEXT NOT NULL,
	since TEXT NOT NULL,
	verdict TEXT,
	settled INTEGER,
	CONSTRAINT pk_hold PRIMARY KEY (id),
	CONSTRAINT fk_hold_run_run FOREIGN KEY(run) REFERENCES run (number)
);

CREATE INDEX ix_hold_source ON hold (source);

CREATE TABLE identifier (
	id INTEGER NOT NULL,
	record_id INTEGER NOT NULL,
	entry_key TEXT,
	scheme TEXT NOT NULL,
	value TEXT NOT NULL,
	CONSTRAINT pk_identifier PRIMARY KEY (id),
	CONSTRAINT fk_identifier_record_id_record FOREIGN KEY(record_id) REFERENCES record (id)
);

CREATE INDEX ix_identifier_record_id ON identifier (record_id);

CREATE INDEX ix_identifier_value_scheme ON identifier (value, scheme);

CREATE TABLE list_window (
	id INTEGER NOT NULL,
	source TEXT NOT NULL,
	prefix TEXT NOT NULL,
	set_spec TEXT,
	walk INTEGER NOT NULL,
	began INTEGER NOT NULL,
	parent INTEGER,
	verb TEXT NOT NULL,
	first TEXT,
	last TEXT,
	state TEXT NOT NULL,
	response_date TEXT,
	sure BOOLEAN NOT NULL,
	pages INTEGER NOT NULL,
	records INTEGER NOT NULL,
	size TEXT,
	CONSTRAINT pk_list_window PRIMARY KEY (id),
	CONSTRAINT fk_list_window_began_run FOREIGN KEY(began) REFERENCES run (number)
);

CREATE INDEX ix_list_window_source_prefix_set_spec ON list_window (source, prefix, set_spec);

CREATE TABLE missing (
	record_id INTEGER NOT NULL,
	run INTEGER NOT NULL,
	since TEXT NOT NULL,
	CONSTRAINT pk_missing PRIMARY KEY (record_id),
	CONSTRAINT fk_missing_record_id_record FOREIGN KEY(record_id) REFERENCES record (id),
	CONSTRAINT fk_missing_run_run FOREIGN KEY(run) REFERENCES run (number)
);

CREATE TABLE reading_list (
	id INTEGER NOT NULL,
	name TEXT NOT NULL,
	title TEXT,
	course_code TEXT,
	list_code TEXT,
	owner TEXT,
	language TEXT,
	last INTEGER NOT NULL,
	made TEXT NOT NULL,
	changed TEXT NOT NULL,
	run INTEGER NOT NULL,
	CONSTRAINT pk_reading_list PRIMARY KEY (id),
	CONSTRAINT uq_reading_list_name UNIQUE (name),
	CONSTRAINT fk_reading_list_run_run FOREIGN KEY(run) REFERENCES run (number)
);

CREATE TABLE sameness (
	id INTEGER NOT NULL,
	low INTEGER NOT NULL,
	high INTEGER NOT NULL,
	together BOOLEAN NOT NULL,
	reason TEXT NOT NULL,
	run INTEGER NOT NULL,
	CONSTRAINT pk_sameness PRIMARY KEY (id),
	CONSTRAINT fk_sameness_low_record FOREIGN KEY(low) REFERENCES record (id),
	CONSTRAINT fk_sameness_high_record FOREIGN KEY(high) REFERENCES record (id),
	CONSTRAINT fk_sameness_run_run FOREIGN KEY(run) REFERENCES run (number)
);

CREATE INDEX ix_sameness_high ON sameness (high);

CREATE INDEX ix_sameness_low ON sameness (low);

CREATE TABLE series (
	record_id INTEGER NOT NULL,
	title TEXT NOT NULL,
	CONSTRAINT pk_series PRIMARY KEY (record_id, title),
	CONSTRAINT fk_series_record_id_record FOREIGN KEY(record_id) REFERENCES record (id)
);

CREATE INDEX ix_series_title ON series (title);

CREATE TABLE suppression (
	id INTEGER NOT NULL,
	record_id INTEGER NOT NULL,
	run INTEGER NOT NULL,
	entry_key TEXT,
	until TEXT,
	at TEXT NOT NULL,
	who TEXT NOT NULL,
	reason TEXT NOT NULL,
	lifted INTEGER,
	CONSTRAINT pk_suppression PRIMARY KEY (id),
	CONSTRAINT fk_suppression_record_id_record FOREIGN KEY(record_id) REFERENCES record (id),
	CONSTRAINT fk_suppression_run_run FOREIGN KEY(run) REFERENCES run (number)
);

CREATE INDEX ix_suppression_record_id ON suppression (record_id);

CREATE TABLE waiver (
	id INTEGER NOT NULL,
	run INTEGER NOT NULL,
	code TEXT NOT NULL,
	source TEXT,
	record_id INTEGER,
	entry_key TEXT,
	place TEXT,
	value TEXT,
	until TEXT,
	at TEXT NOT NULL,
	who TEXT NOT NULL,
	reason TEXT NOT NULL,
	lifted INTEGER,
	CONSTRAINT pk_waiver PRIMARY KEY (id),
	CONSTRAINT fk_waiver_run_run FOREIGN KEY(run) REFERENCES run (number),
	CONSTRAINT fk_waiver_record_id_record FOREIGN KEY(record_id) REFERENCES record (id)
);

CREATE INDEX ix_waiver_record_id ON waiver (record_id);

CREATE TABLE delivered (
	delivery_id INTEGER NOT NULL,
	record_id INTEGER NOT NULL,
	number INTEGER NOT NULL,
	place INTEGER NOT NULL,
	name TEXT NOT NULL,
	version_id INTEGER,
	gone BOOLEAN NOT NULL,
	before_name TEXT,
	before_id INTEGER,
	CONSTRAINT pk_delivered PRIMARY KEY (delivery_id, record_id),
	CONSTRAINT fk_delivered_delivery_id_delivery FOREIGN KEY(delivery_id) REFERENCES delivery (id),
	CONSTRAINT fk_delivered_record_id_record FOREIGN KEY(record_id) REFERENCES record (id)
);

CREATE INDEX ix_delivered_delivery_id_number_place ON delivered (delivery_id, number, place);

CREATE TABLE held_back (
	hold_id INTEGER NOT NULL,
	capture_id INTEGER NOT NULL,
	gone TEXT,
	CONSTRAINT pk_held_back PRIMARY KEY (hold_id, capture_id),
	CONSTRAINT fk_held_back_hold_id_hold FOREIGN KEY(hold_id) REFERENCES hold (id),
	CONSTRAINT fk_held_back_capture_id_capture FOREIGN KEY(capture_id) REFERENCES capture (id)
);

CREATE TABLE list_page (
	capture_id INTEGER NOT NULL,
	window_id INTEGER,
	place INTEGER NOT NULL,
	token TEXT,
	next TEXT,
	same BLOB,
	gave BLOB,
	CONSTRAINT pk_list_page PRIMARY KEY (capture_id),
	CONSTRAINT fk_list_page_capture_id_capture FOREIGN KEY(capture_id) REFERENCES capture (id),
	CONSTRAINT fk_list_page_window_id_list_window FOREIGN KEY(window_id) REFERENCES list_window (id)
);

CREATE INDEX ix_list_page_window_id_place ON list_page (window_id, place);

CREATE TABLE quarantine (
	id INTEGER NOT NULL,
	run INTEGER NOT NULL,
	capture_id INTEGER NOT NULL,
	at TEXT NOT NULL,
	reason TEXT NOT NULL,
	source TEXT,
	name TEXT,
	start INTEGER,
	stop INTEGER,
	digest BLOB,
	waived TEXT,
	waived_run INTEGER,
	CONSTRAINT pk_quarantine PRIMARY KEY (id),
	CONSTRAINT fk_quarantine_run_run FOREIGN KEY(run) REFERENCES run (number),
	CONSTRAINT fk_quarantine_capture_id_capture FOREIGN KEY(capture_id) REFERENCES capture (id)
);

CREATE TABLE reading_section (
	id INTEGER NOT NULL,
	list_id INTEGER NOT NULL,
	place INTEGER NOT NULL,
	title TEXT,
	starts TEXT,
	ends TEXT,
	CONSTRAINT pk_reading_section PRIMARY KEY (id),
	CONSTRAINT fk_reading_section_list_id_reading_list FOREIGN KEY(list_id) REFERENCES reading_list (id)
);

CREATE INDEX ix_reading_section_list_id ON reading_section (list_id);

CREATE TABLE version (
	id INTEGER NOT NULL,
	record_id INTEGER NOT NULL,
	number INTEGER NOT NULL,
	run INTEGER NOT NULL,
	capture_id INTEGER,
	cause TEXT NOT NULL,
	cosmetic BOOLEAN NOT NULL,
	past BOOLEAN NOT NULL,
	stub BOOLEAN NOT NULL,
	reader TEXT,
	walk INTEGER NOT NULL,
	seen TEXT NOT NULL,
	datestamp TEXT NOT NULL,
	origin_datestamp TEXT,
	origin_sets TEXT,
	digest BLOB NOT NULL,
	found_in TEXT,
	entry_keys TEXT,
	text TEXT NOT NULL,
	link BLOB NOT NULL,
	CONSTRAINT pk_version PRIMARY KEY (id),
	CONSTRAINT uq_version_record_id_number UNIQUE (record_id, number),
	CONSTRAINT fk_version_record_id_record FOREIGN KEY(record_id) REFERENCES record (id),
	CONSTRAINT fk_version_run_run FOREIGN KEY(run) REFERENCES run (number),
	CONSTRAINT fk_version_capture_id_capture FOREIGN KEY(capture_id) REFERENCES capture (id)
);

CREATE INDEX ix_version_datestamp ON version (datestamp);

CREATE TABLE beneath (
	version_id INTEGER NOT NULL,
	digest BLOB NOT NULL,
	entry_keys TEXT,
	text TEXT NOT NULL,
	CONSTRAINT pk_beneath PRIMARY KEY (version_id),
	CONSTRAINT fk_beneath_version_id_version FOREIGN KEY(version_id) REFERENCES version (id)
);

CREATE TABLE reading_item (
	id INTEGER NOT NULL,
	section_id INTEGER NOT NULL,
	place INTEGER NOT NULL,
	number INTEGER NOT NULL,
	record_id INTEGER,
	entry_key TEXT,
	version INTEGER,
	seen INTEGER,
	gone BOOLEAN NOT NULL,
	reference TEXT,
	typed TEXT,
	pages TEXT,
	importance TEXT,
	note TEXT,
	library_note TEXT,
	CONSTRAINT pk_reading_item PRIMARY KEY (id),
	CONSTRAINT fk_reading_item_section_id_reading_section FOREIGN KEY(section_id) REFERENCES reading_section (id),
	CONSTRAINT fk_reading_item_record_id_record FOREIGN KEY(record_id) REFERENCES record (id)
);

CREATE INDEX ix_reading_item_record_id ON reading_item (record_id);

CREATE INDEX ix_reading_item_section_id ON reading_item (section_id);
