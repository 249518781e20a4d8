/* The interface between Formwork and a plugin: plain C, so that compiler, language and standard library of a plugin are
 * its own business. A plugin is a folder with models (docs/models.md) and, where it computes something, a shared
 * library `plugin.so` that exports one function, formwork_plugin().
 *
 * Build it with this header alone:  cc -shared -fPIC -I. plugin.c -o plugin.so
 *
 * Rules, for both sides
 * - Texts are UTF-8 with a length, never terminated by zero. A text handed to a function belongs to its caller and
 * lives until that function returns; copy what you keep. A text the host returns lives until the running call ends.
 * - Values are JSON (RFC 8259). FEEL's dates, times and durations are ISO 8601 strings, numbers keep all their digits.
 * - Every struct begins with its size. Later versions add members at the end and nothing else, so set `size` with
 * sizeof and read a member of the host's structs only where their `size` reaches it (FW_HAS).
 * - No exception, longjmp or exit() may leave a plugin. An exception that does is caught and becomes an error of that
 *   call. Actions run in a process of their own: a crash ends that process and fails the call, and so does an action
 * that takes longer than a minute. FEEL functions run in the server: a crash there ends it with a note that names the
 * plugin.
 * - `run` functions are called from several threads at once. The tables stay valid until `stop` has returned. */
#ifndef FORMWORK_PLUGIN_H
#define FORMWORK_PLUGIN_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* The interface this header describes. The host refuses a plugin that was made for another one. */
#define FW_PLUGIN_API 1U

#define FW_PLUGIN_EXPORT __attribute__((visibility("default")))

/* Whether `member` lies within the bytes that the maker of *object knew. */
#define FW_HAS(object, member) \
    ((size_t)((const char*)&(object)->member - (const char*)(object)) + sizeof((object)->member) <= (object)->size)

typedef struct fw_text {
    const char* data;
    size_t size;
} fw_text;

/* For initialisers: fw_text label = FW_TEXT("Check"); */
#define FW_TEXT(literal) \
    { (literal), sizeof(literal) - 1 }

typedef struct fw_call fw_call;         /* one running call; opaque */
typedef struct fw_host fw_host;         /* what the host offers */
typedef struct fw_registry fw_registry; /* where a starting plugin names what it has */

enum { FW_LOG_DEBUG = 0, FW_LOG_INFO = 1, FW_LOG_WARNING = 2, FW_LOG_ERROR = 3 };

/* Answers a call of the host: by host->answer with a JSON value or by host->fail, once. Neither: the answer is null. */
typedef void (*fw_run)(const fw_host* host, fw_call* call, fw_text input);

/* A FEEL function. It must be pure: the same arguments give the same answer, and nothing else happens. `input` is the
 * JSON array of the arguments, null for optional ones that were left out; they already have the types below. */
typedef struct fw_parameter {
    fw_text name; /* a FEEL name; may have spaces */
    fw_text type; /* a FEEL type: "number", "string", "boolean", "date", "list", "context", "Any" … */
    int optional;
} fw_parameter;

typedef struct fw_function {
    uint32_t size;
    fw_text name; /* "valid credit code"; must not be one of FEEL's own */
    fw_text help_en, help_zh;
    const fw_parameter* parameters;
    size_t parameter_count;
    fw_text result;                  /* a FEEL type */
    fw_text example, example_result; /* FEEL texts; checked when the plugin is tested */
    fw_run run;
} fw_function;

/* An action: called with any JSON over HTTP (POST /api/v1/actions/<plugin>.<id>) by a signed-in person. Whatever it
 * does with records happens with that person's rights. */
typedef struct fw_action {
    uint32_t size;
    fw_text id; /* [a-z][a-z0-9_]* */
    fw_text label_en, label_zh;
    fw_text help_en, help_zh;
    fw_run run;
} fw_action;

struct fw_registry {
    uint32_t size;
    void (*add_function)(fw_registry* registry, const fw_function* function);
    void (*add_action)(fw_registry* registry, const fw_action* action);
};

struct fw_host {
    uint32_t size;
    uint32_t api; /* FW_PLUGIN_API of the host */
    void (*log)(const fw_host* host, int level, fw_text message);

    /* The two ways to answer a call. */
    void (*answer)(fw_call* call, fw_text json);
    void (*fail)(fw_call* call, fw_text en, fw_text zh);

    /* The rest is for actions. Who calls, as {"id", "login", "name", "language"}. */
    fw_text (*user)(fw_call* call);

    /* Records, with the rights of the person who calls; JSON as in docs/http.md. Each change is a transaction of its
     * own. An answer without data means that it could not be done: `problem` has the sentence for people. */
    fw_text (*record_read)(fw_call* call, fw_text entity, fw_text id);
    fw_text (*record_list)(fw_call* call, fw_text entity, fw_text filter, fw_text sort, uint32_t limit);
    fw_text (*record_create)(fw_call* call, fw_text entity, fw_text fields);             /* {"id", "version"} */
    fw_text (*record_change)(fw_call* call, fw_text entity, fw_text id, fw_text fields); /* {"id", "version"} */
    fw_text (*problem)(fw_call* call, int chinese);

    /* For actions that service tasks of flows call (ask FW_HAS first). A third way to answer: the work is done, and its
     * outcome is this error code, which a boundary error event of the flow catches; `json` (may be empty) is its
     * result. */
    void (*error)(fw_call* call, fw_text code, fw_text json);
    /* The same for every attempt at one job: give it to the outside world so that it can tell a repetition. Empty where
     * a person calls. */
    fw_text (*key)(fw_call* call);
};

typedef struct fw_plugin {
    uint32_t size;
    uint32_t api; /* FW_PLUGIN_API */
    fw_text id;   /* the id of its pack */
    fw_text version;
    /* Registers functions and actions; anything but 0 refuses to start (log the reason). */
    int (*start)(const fw_host* host, fw_registry* registry);
    void (*stop)(void); /* may be null */
} fw_plugin;

/* The one symbol a plugin exports. The answer stays valid as long as the library is loaded. */
FW_PLUGIN_EXPORT const fw_plugin* formwork_plugin(void);

#ifdef __cplusplus
}
#endif

#endif
