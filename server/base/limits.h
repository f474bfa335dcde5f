/* base/limits.h -- everything that a user can make large, in one table.
 *
 * Each row has a test at the limit and one past it.  A limit is part of the
 * program's contract: raising one is a change for CHANGES.md. */
#ifndef BASE_LIMITS_H
#define BASE_LIMITS_H

/* Memory of one request, job or document. */
#define ARENA_LIMIT_DEFAULT ((size_t)256 * 1024 * 1024)

/* XML */
#define XML_BYTES_TEMPLATE ((size_t)1024 * 1024)
#define XML_BYTES_DATA ((size_t)32 * 1024 * 1024)
#define XML_DEPTH 64
#define XML_NAME_BYTES 128

/* Template engine */
#define TMPL_INCLUDE_DEPTH 16
#define TMPL_NEST_DEPTH 64
#define TMPL_LOOP_ITEMS 100000 /* rounds of one <each> */
#define TMPL_EVENTS 5000000    /* events of one run */
#define TMPL_XPATH_OPS 2000000 /* libxml2's opLimit per expression */
#define TMPL_EXPR_BYTES 2048
#define TMPL_ERRORS 200 /* collected, then «còn nữa» */

/* Typesetting */
#define LAY_PAGES 20000
#define LAY_PASSES 3
#define LAY_PARA_BYTES ((size_t)256 * 1024)
#define LAY_TABLE_COLUMNS 32
#define LAY_TABLE_ROWSPAN 200
#define GFX_PATH_POINTS 20000
#define GFX_IMAGE_SIDE 10000		      /* pixels */
#define GFX_IMAGE_PIXELS ((uint64_t)25000000) /* all in all */
#define GFX_IMAGE_BYTES ((size_t)16 * 1024 * 1024)
#define GFX_QR_BYTES 1024

/* Archive */
#define ARC_VOLUME_BYTES ((int64_t)256 * 1024 * 1024)
#define ARC_VOLUME_LEAST ((int64_t)1024 * 1024)
#define ARC_VOLUME_MOST ((int64_t)4096 * 1024 * 1024)
#define ARC_TITLE_BYTES 2000 /* 500 letters of Decree 30, PL VI */
#define ARC_BATCH 1000	     /* documents of one act */
#define ARC_WRITE_QUEUE 1000 /* acts that wait for the writing thread */
#define ARC_GROUP_BYTES                                      \
	((size_t)32 * 1024 * 1024) /* then no more acts join \
				    */

/* Background jobs */
#define JOBS_QUEUE 32	 /* not ended, all in all */
#define JOBS_ITEMS 20000 /* of one job */

/* Tables of office programs that are read */
#define SHEET_ROWS 30000
#define SHEET_COLUMNS 64
#define SHEET_PART_BYTES ((size_t)24 * 1024 * 1024) /* out of the zip */

/* HTTP */
#define HTTP_URL_BYTES 4096
#define HTTP_QUERY_BYTES 1024
#define HTTP_BODY_BYTES ((size_t)16 * 1024 * 1024)
#define HTTP_FORM_BYTES ((size_t)2 * 1024 * 1024)
#define HTTP_FIELDS 20000		  /* of one form */
#define HTTP_PART_HEAD ((size_t)4 * 1024) /* headers of one part */
#define HTTP_FILES 32			  /* of one upload */
#define HTTP_CONNECTIONS 2000
#define HTTP_HEADERS 100
#define HTTP_WAITING 256      /* slow requests that wait for a worker */
#define HTTP_HEAD_SECONDS 40  /* from one request to the next one's headers */
#define HTTP_HURRY_SECONDS 10 /* the same while connections are scarce */
#define HTTP_BODY_SECONDS 30  /* for a body, and then */
#define HTTP_BODY_RATE 512    /* bytes a second */
#define HTTP_HEARTBEAT 15     /* seconds between signs of life of a stream */

#endif
