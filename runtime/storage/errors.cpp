#include "runtime/storage/errors.h"

#include <array>

namespace fw::storage {

namespace {
struct Sentence {
    std::string_view code;
    Text text;
    Text hint;
};

// In the order of ErrorKind; {0} is what the database said.
const std::array<Sentence, 16>& sentences() {
    static const std::array<Sentence, 16> all{{
        {"DB-001", {"this value exists already and must be unique: {0}", "该值已存在，必须唯一：{0}"}, {}},
        {"DB-002",
         {"the row is still referred to, or refers to one that does not exist: {0}",
          "该行仍被引用，或引用了不存在的行：{0}"},
         {}},
        {"DB-003", {"a column does not accept this value: {0}", "列不接受该值：{0}"}, {}},
        {"DB-004",
         {"the database is held by another program: {0}", "数据库正被其他程序占用：{0}"},
         {"close the other program and try again", "请关闭该程序后重试"}},
        {"DB-005",
         {"there is no space left for the database, nothing was changed: {0}", "数据库存储空间已满，未做任何更改：{0}"},
         {"free some disk space and try again", "请清理磁盘空间后重试"}},
        {"DB-006",
         {"the database is read-only: {0}", "数据库为只读：{0}"},
         {"check the owner and permissions of the file and its folder", "请检查文件及其所在文件夹的所有者和权限"}},
        {"DB-007",
         {"the file is not a database, or it is damaged: {0}", "该文件不是数据库，或已损坏：{0}"},
         {"restore the last backup, or choose another file", "请恢复最近的备份，或选择其他文件"}},
        {"DB-008",
         {"the database was written by a newer version of Formwork: {0}", "该数据库由更新版本的 Formwork 写入：{0}"},
         {"install that version or a later one", "请安装该版本或更高版本"}},
        {"DB-009",
         {"the data folder is in use: {0}", "数据文件夹正在使用中：{0}"},
         {"stop that process, or work through its address", "请停止该进程，或通过其地址操作"}},
        {"DB-010",
         {"the disk reported an error, nothing was changed: {0}", "磁盘报告错误，未做任何更改：{0}"},
         {"look into the system's log and check the disk", "请查看系统日志并检查磁盘"}},
        {"DB-011",
         {"the database cannot be opened: {0}", "无法打开数据库：{0}"},
         {"check that the folder exists and that you may write to it", "请检查文件夹是否存在以及是否有写入权限"}},
        {"DB-012",
         {"the database server cannot be reached: {0}", "无法连接数据库服务器：{0}"},
         {"check its address and that it is running", "请检查服务器地址以及服务器是否正在运行"}},
        {"DB-013", {"the database refused a statement: {0}", "数据库拒绝了一条语句：{0}"}, {}},
        {"DB-014", {"the database is being closed: {0}", "数据库正在关闭：{0}"}, {"try again later", "请稍后重试"}},
        {"DB-015",
         {"too many others change the same data at this moment: {0}", "此刻有太多操作在更改相同的数据：{0}"},
         {"try again", "请重试"}},
        {"DB-016",
         {"this is no database of Formwork: {0}", "这不是 Formwork 的数据库：{0}"},
         {"choose another file or database", "请选择其他文件或数据库"}},
    }};
    return all;
}
}  // namespace

ErrorKind error_kind(const Diagnostics& diagnostics) {
    for (const Diagnostic& d : diagnostics) {
        for (std::size_t i = 0; i < sentences().size(); ++i) {
            if (d.code == sentences()[i].code) return static_cast<ErrorKind>(i);
        }
    }
    return ErrorKind::kOther;
}

std::vector<std::string> violated_columns(const Diagnostics& diagnostics) {
    std::vector<std::string> out;
    for (const Diagnostic& d : diagnostics) {
        if (d.code != "DB-001") continue;
        std::string_view rest = d.place.element;
        while (!rest.empty()) {
            const std::size_t comma = rest.find(',');
            out.emplace_back(rest.substr(0, comma));
            rest = comma == std::string_view::npos ? std::string_view{} : rest.substr(comma + 1);
        }
        break;
    }
    return out;
}

Diagnostic storage_error(ErrorKind kind, std::string_view detail, std::string_view element) {
    const auto index = static_cast<std::size_t>(kind);
    const Sentence& s = sentences()[index < sentences().size() ? index : 12];
    Diagnostic d;
    d.code = s.code;
    d.place.element = element;
    d.text = format_text(s.text, {detail});
    d.hint = s.hint;
    return d;
}

}  // namespace fw::storage
