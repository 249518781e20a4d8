/* The sample plugin: one FEEL function, which its entity `supplier` uses in a check, and two actions, one of
 * which reads a record.
 * It needs nothing but formwork_plugin.h. */
#include <stdio.h>
#include <string.h>

#include "formwork_plugin.h"

/* Unified social credit codes of China (GB 32100-2015): 17 characters and a check character. */
static const char kAlphabet[] = "0123456789ABCDEFGHJKLMNPQRTUWXY";
enum { kLength = 18, kModulus = 31 };

/* The check character of the first 17 characters; 0 if one of them cannot be in a code. */
static char check_character(const char* code) {
    int sum = 0;
    int weight = 1;
    for (int i = 0; i < kLength - 1; ++i) {
        const char* found = code[i] == '\0' ? NULL : strchr(kAlphabet, code[i]);
        if (found == NULL) return '\0';
        sum += (int)(found - kAlphabet) * weight;
        weight = weight * 3 % kModulus;
    }
    return kAlphabet[(kModulus - sum % kModulus) % kModulus];
}

/* The first string inside a JSON text, such as ["91…"] or {"code": "91…"}: what stands behind `from`, unescaped only as
 * far as codes need it. */
static fw_text string_behind(fw_text json, const char* from) {
    const size_t length = strlen(from);
    fw_text none = {NULL, 0};
    for (size_t i = 0; i + length <= json.size; ++i) {
        if (memcmp(json.data + i, from, length) != 0) continue;
        for (i += length; i < json.size && json.data[i] != '"'; ++i) {
            if (json.data[i] != ' ' && json.data[i] != ':' && json.data[i] != '\n') return none;
        }
        if (i == json.size) return none;
        const char* start = json.data + i + 1;
        const char* end = memchr(start, '"', (size_t)(json.data + json.size - start));
        if (end == NULL) return none;
        fw_text found = {start, (size_t)(end - start)};
        return found;
    }
    return none;
}

static int valid(fw_text code) { return code.size == kLength && check_character(code.data) == code.data[kLength - 1]; }

/* valid credit code(code) */
static void run_valid(const fw_host* host, fw_call* call, fw_text input) {
    static const fw_text yes = FW_TEXT("true");
    static const fw_text no = FW_TEXT("false");
    host->answer(call, valid(string_behind(input, "[")) ? yes : no);
}

/* sample.check_code: {"code": "…"} gives {"valid": true} or {"valid": false, "expected": "K"} */
static void run_check(const fw_host* host, fw_call* call, fw_text input) {
    const fw_text code = string_behind(input, "\"code\"");
    if (code.size != kLength) {
        static const fw_text en = FW_TEXT("A credit code has 18 characters");
        static const fw_text zh = FW_TEXT("统一社会信用代码应为 18 位");
        host->fail(call, en, zh);
        return;
    }
    char text[64];
    int size = 0;
    const char expected = check_character(code.data);
    if (valid(code)) {
        size = snprintf(text, sizeof text, "{\"valid\": true}");
    } else if (expected == '\0') {
        size = snprintf(text, sizeof text, "{\"valid\": false}");
    } else {
        size = snprintf(text, sizeof text, "{\"valid\": false, \"expected\": \"%c\"}", expected);
    }
    const fw_text answer = {text, (size_t)size};
    host->answer(call, answer);
}

/* sample.check_supplier: {"id": "…"} reads the supplier with the caller's rights and gives {"valid": true | false} */
static void run_check_supplier(const fw_host* host, fw_call* call, fw_text input) {
    static const fw_text entity = FW_TEXT("sample.supplier");
    static const fw_text yes = FW_TEXT("{\"valid\": true}");
    static const fw_text no = FW_TEXT("{\"valid\": false}");
    const fw_text record = host->record_read(call, entity, string_behind(input, "\"id\""));
    if (record.data == NULL) {
        host->fail(call, host->problem(call, 0), host->problem(call, 1));
        return;
    }
    host->answer(call, valid(string_behind(record, "\"credit_code\"")) ? yes : no);
}

static const fw_parameter kParameters[] = {{FW_TEXT("code"), FW_TEXT("string"), 0}};

static const fw_function kValid = {
    sizeof(fw_function),
    FW_TEXT("valid credit code"),
    FW_TEXT("Whether the text is a unified social credit code with the right check character."),
    FW_TEXT("判断文本是否为校验位正确的统一社会信用代码。"),
    kParameters,
    1,
    FW_TEXT("boolean"),
    FW_TEXT("valid credit code(\"91350100M000100Y43\")"),
    FW_TEXT("true"),
    run_valid,
};

static const fw_action kCheck = {
    sizeof(fw_action),
    FW_TEXT("check_code"),
    FW_TEXT("Check credit code"),
    FW_TEXT("校验信用代码"),
    FW_TEXT("Says whether a unified social credit code is right and, if not, which check character would be."),
    FW_TEXT("检查统一社会信用代码是否正确；不正确时给出应有的校验位。"),
    run_check,
};

static const fw_action kCheckSupplier = {
    sizeof(fw_action),
    FW_TEXT("check_supplier"),
    FW_TEXT("Check a supplier"),
    FW_TEXT("校验供应商"),
    FW_TEXT("Says whether the credit code of a supplier is right."),
    FW_TEXT("检查供应商的统一社会信用代码是否正确。"),
    run_check_supplier,
};

static int start(const fw_host* host, fw_registry* registry) {
    static const fw_text hello = FW_TEXT("ready");
    registry->add_function(registry, &kValid);
    registry->add_action(registry, &kCheck);
    registry->add_action(registry, &kCheckSupplier);
    host->log(host, FW_LOG_DEBUG, hello);
    return 0;
}

static const fw_plugin kPlugin = {
    sizeof(fw_plugin), FW_PLUGIN_API, FW_TEXT("sample"), FW_TEXT("1.0.0"), start, NULL,
};

FW_PLUGIN_EXPORT const fw_plugin* formwork_plugin(void) { return &kPlugin; }
