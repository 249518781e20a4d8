/* A plugin whose actions do what the world does: answer, refuse, fail, hang, crash. */
#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "formwork_plugin.h"

#define SAY(text) \
    { text, sizeof(text) - 1 }

static void good(const fw_host* host, fw_call* call, fw_text input) {
    (void)input;
    char text[300] = "{\"number\": \"A-17\", \"key\": \"";
    fw_text key = host->key(call);
    strncat(text, key.data == NULL ? "" : key.data, key.size);
    strcat(text, "\"}");
    fw_text answer = {text, strlen(text)};
    host->answer(call, answer);
}

static void sold_out(const fw_host* host, fw_call* call, fw_text input) {
    (void)input;
    static const fw_text code = SAY("sold_out");
    static const fw_text none = SAY("");
    host->error(call, code, none);
}

/* Fails while the file named by FW_OPS_BROKEN exists. */
static void moody(const fw_host* host, fw_call* call, fw_text input) {
    const char* file = getenv("FW_OPS_BROKEN");
    if (file != NULL && access(file, F_OK) == 0) {
        static const fw_text en = SAY("The shop does not answer");
        static const fw_text zh = SAY("商店没有应答");
        host->fail(call, en, zh);
        return;
    }
    good(host, call, input);
}

/* Writes its key into the file named by FW_OPS_LOG; fails the first time. */
static void log_key(const fw_host* host, fw_call* call, fw_text input) {
    const char* file = getenv("FW_OPS_LOG");
    FILE* log = file == NULL ? NULL : fopen(file, "a");
    if (log != NULL) {
        fw_text key = host->key(call);
        fprintf(log, "%.*s %.*s\n", (int)key.size, key.data, (int)input.size, input.data);
        const long size = ftell(log);
        fclose(log);
        if (size > (long)(key.size + input.size + 2)) return good(host, call, input);
    }
    static const fw_text en = SAY("Not yet");
    static const fw_text zh = SAY("尚未");
    host->fail(call, en, zh);
}

/* Sends its input and its key to the HTTP server at the port FW_OPS_PORT; fails where that does not answer 200. */
static void post(const fw_host* host, fw_call* call, fw_text input) {
    const char* port = getenv("FW_OPS_PORT");
    struct sockaddr_in at;
    memset(&at, 0, sizeof at);
    at.sin_family = AF_INET;
    at.sin_port = htons((unsigned short)atoi(port == NULL ? "0" : port));
    at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    const fw_text key = host->key(call);
    char head[600], answer[600] = "";
    const int size = snprintf(head, sizeof head,
                              "POST / HTTP/1.1\r\nHost: shop\r\nConnection: close\r\nIdempotency-Key: %.*s\r\n"
                              "Content-Length: %d\r\n\r\n",
                              (int)key.size, key.data, (int)input.size);
    const int line = socket(AF_INET, SOCK_STREAM, 0);
    if (connect(line, (struct sockaddr*)&at, sizeof at) == 0 && write(line, head, (size_t)size) == size &&
        write(line, input.data, input.size) == (ssize_t)input.size) {
        size_t got = 0;
        for (ssize_t more = 1; more > 0 && got + 1 < sizeof answer; got += (size_t)(more > 0 ? more : 0))
            more = read(line, answer + got, sizeof answer - 1 - got);
    }
    close(line);
    if (strncmp(answer, "HTTP/1.1 200", 12) == 0) return good(host, call, input);
    char en[100], zh[100];
    snprintf(en, sizeof en, "The shop answers %.3s", answer[0] == '\0' ? "not" : answer + 9);
    snprintf(zh, sizeof zh, "商店应答 %.3s", answer[0] == '\0' ? "无" : answer + 9);
    const fw_text text_en = {en, strlen(en)}, text_zh = {zh, strlen(zh)};
    host->fail(call, text_en, text_zh);
}

static void hang(const fw_host* host, fw_call* call, fw_text input) {
    (void)host, (void)call, (void)input;
    for (;;) pause();
}

static void crash(const fw_host* host, fw_call* call, fw_text input) {
    (void)host, (void)call, (void)input;
    abort();
}

static void add(fw_registry* registry, const char* id, fw_run run) {
    fw_action action;
    memset(&action, 0, sizeof action);
    action.size = sizeof action;
    action.id.data = id;
    action.id.size = strlen(id);
    action.label_en = action.id;
    action.label_zh = action.id;
    action.run = run;
    registry->add_action(registry, &action);
}

static int start(const fw_host* host, fw_registry* registry) {
    (void)host;
    add(registry, "good", good);
    add(registry, "sold_out", sold_out);
    add(registry, "moody", moody);
    add(registry, "log", log_key);
    add(registry, "post", post);
    add(registry, "hang", hang);
    add(registry, "crash", crash);
    return 0;
}

FW_PLUGIN_EXPORT const fw_plugin* formwork_plugin(void) {
    static fw_plugin plugin;
    plugin.size = sizeof plugin;
    plugin.api = FW_PLUGIN_API;
    plugin.id.data = "ops";
    plugin.id.size = 3;
    plugin.version.data = "1";
    plugin.version.size = 1;
    plugin.start = start;
    return &plugin;
}
