#include "runtime/storage/data_folder.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include "runtime/storage/errors.h"
#include "tests/support/test_store.h"

namespace fw::storage {
namespace {

TEST(DataFolder, OneOwnerAtATime) {
    const test::TempFolder temp;
    const std::string folder = temp.path() + "/data/company";
    EXPECT_FALSE(folder_owner(folder));
    {
        auto lock = FolderLock::acquire(folder);
        ASSERT_TRUE(lock) << format(lock.error());
        ASSERT_TRUE(lock->set_address("http://127.0.0.1:8080"));
        const auto owner = folder_owner(folder);
        ASSERT_TRUE(owner);
        EXPECT_EQ(owner->pid, ::getpid());
        EXPECT_EQ(owner->address, "http://127.0.0.1:8080");
        const auto second = FolderLock::acquire(folder);
        ASSERT_FALSE(second);
        EXPECT_EQ(error_kind(second.error()), ErrorKind::kInUse);
        const std::string text = format(second.error());
        EXPECT_NE(text.find(std::to_string(::getpid())), std::string::npos) << text;
        EXPECT_NE(text.find("http://127.0.0.1:8080"), std::string::npos) << text;
    }
    EXPECT_FALSE(folder_owner(folder));
    EXPECT_TRUE(FolderLock::acquire(folder));
}

TEST(DataFolder, WhatCannotBeOne) {
    EXPECT_EQ(error_kind(FolderLock::acquire("/proc/nothing").error()), ErrorKind::kCannotOpen);
    EXPECT_EQ(error_kind(FolderLock::acquire("/etc/passwd").error()), ErrorKind::kCannotOpen);
}

}  // namespace
}  // namespace fw::storage
