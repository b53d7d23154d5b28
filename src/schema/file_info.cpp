// Reads the BeSQLite, ECDb and iModel profiles and decides whether this engine may read the file.
#include <array>
#include <nlohmann/json.hpp>

#include "catalog_loader.h"

namespace premap {
namespace {

// The newest profiles this engine was tried with. A different major version cannot be read; a newer minor one can (the
// native engine opens such files read-only too).
constexpr std::array kEcProfile = {4, 0, 0, 5}, kOlderDgnProfile = {2, 0, 0, 7}, kDgnProfile = {2, 0, 0, 9},
                     kBeProfile = {3, 1, 0, 2};

ProfileVersion parseVersion(std::string_view text) {
  ProfileVersion version;
  auto json = nlohmann::json::parse(text, nullptr, false);
  if (!json.is_object()) return version;
  auto part = [&](const char* key) {
    auto at = json.find(key);
    return at != json.end() && at->is_number_integer() ? at->get<int>() : 0;
  };
  version.major = part("major"), version.minor = part("minor");
  version.sub1 = part("sub1"), version.sub2 = part("sub2");
  version.known = true;
  return version;
}

std::string guid(std::span<const std::byte> bytes) {
  static constexpr char kHex[] = "0123456789abcdef";
  if (bytes.size() != 16) return {};
  std::string out;
  for (size_t i = 0; i < 16; ++i) {
    if (i == 4 || i == 6 || i == 8 || i == 10) out += '-';
    out += kHex[static_cast<unsigned>(bytes[i]) >> 4];
    out += kHex[static_cast<unsigned>(bytes[i]) & 15];
  }
  return out;
}

// Less than, equal to or greater than 0 when the file's profile is older, the same or newer.
int compare(const ProfileVersion& version, const std::array<int, 4>& ours) {
  const std::array theirs = {version.major, version.minor, version.sub1, version.sub2};
  return !version.known || theirs == ours ? 0 : theirs < ours ? -1 : 1;
}

bool hasOtherMajor(const ProfileVersion& version, const std::array<int, 4>& ours) {
  return version.known && version.major != ours[0];
}

std::string textOf(const std::array<int, 4>& version) {
  return ProfileVersion{version[0], version[1], version[2], version[3], true}.text();
}

std::string versionsOf(const FileInfo& file) {
  return "ECDb " + file.ec.text() + (file.dgn.known ? ", iModel " + file.dgn.text() : "") +
         (file.be.known ? ", BeSQLite " + file.be.text() : "");
}

Status checkVersions(const FileInfo& file) {
  const bool otherEc = hasOtherMajor(file.ec, kEcProfile), otherDgn = hasOtherMajor(file.dgn, kDgnProfile);
  if (!otherEc && !otherDgn && !hasOtherMajor(file.be, kBeProfile)) return {};
  const std::string versions = versionsOf(file);
  const int age = otherEc    ? compare(file.ec, kEcProfile)
                  : otherDgn ? compare(file.dgn, kDgnProfile)
                             : compare(file.be, kBeProfile);
  if (age > 0)
    return error("profile-too-new", "the snapshot was written by a newer version of the iModel format: " + versions)
        .withHint("this version reads ECDb 4.x, iModel 2.x and BeSQLite 3.x files; update premap");
  return error("profile-too-old", "the snapshot was written by an old version of the iModel format: " + versions)
      .withHint("upgrade the iModel with a current iTwin application and export it again");
}

// One profile newer than known, another older: an application that is half a version ahead, or an
// upgrade that broke off.
void noteMixture(FileInfo& file) {
  const int ec = compare(file.ec, kEcProfile);
  // Both versions of the vendor's engine that are in use write this ECDb profile, each with an iModel
  // profile of its own.
  const bool isCurrent = compare(file.dgn, kOlderDgnProfile) >= 0 && compare(file.dgn, kDgnProfile) <= 0;
  const int dgn = isCurrent ? 0 : compare(file.dgn, kDgnProfile);
  if (ec * dgn >= 0) return;
  file.notes.push_back(warning("profile-mixed", "the snapshot's profiles are of different age: " + versionsOf(file) +
                                                    ", this version knows ECDb " + textOf(kEcProfile) + " and iModel " +
                                                    textOf(kDgnProfile))
                           .withHint("it is read as far as it is known; compare some values with the application "
                                     "that wrote it"));
}

}  // namespace

Result<FileInfo> loadFileInfo(Database& db) {
  if (!db.hasTable("be_Prop") || !db.hasTable("ec_Schema"))
    return error("file-not-imodel", "the file is a SQLite database, but no iModel snapshot: it has no EC schemas")
        .withHint("choose a .bim snapshot or an .ecdb file");
  auto statement = db.prepare(
      "SELECT Namespace, Name, StrData, Data FROM be_Prop WHERE Name IN ('SchemaVersion','DbGuid','ProjectGuid')");
  if (!statement) return statement.diagnostics();
  FileInfo file;
  Step step;
  while ((step = statement->step()) == Step::Row) {
    std::string_view space = statement->text(0), name = statement->text(1);
    if (name == "SchemaVersion") {
      if (space == "ec_Db") file.ec = parseVersion(statement->text(2));
      if (space == "dgn_Db") file.dgn = parseVersion(statement->text(2));
      if (space == "be_Db") file.be = parseVersion(statement->text(2));
    } else if (space == "be_Db") {
      (name == "DbGuid" ? file.iModelId : file.iTwinId) = guid(statement->blob(3));
    }
  }
  if (step != Step::Done) return statement->failure();
  if (!file.ec.known)
    return error("profile-unknown", "the file does not say which ECDb profile it has")
        .withHint("the file was not written by an iModel application; export it again");
  if (Status versions = checkVersions(file); !versions) return versions.diagnostics();
  noteMixture(file);
  if (db.hasTable("bis_Element")) {
    auto subject = db.prepare("SELECT CodeValue FROM bis_Element WHERE Id=1");
    if (subject && subject->step() == Step::Row) file.name = std::string(subject->text(0));
  }
  return file;
}

}  // namespace premap
