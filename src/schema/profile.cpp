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

std::string versionsOf(const FileProfile& profile) {
  return "ECDb " + profile.ec.text() + (profile.dgn.known ? ", iModel " + profile.dgn.text() : "") +
         (profile.be.known ? ", BeSQLite " + profile.be.text() : "");
}

Status checkVersions(const FileProfile& profile) {
  const bool otherEc = hasOtherMajor(profile.ec, kEcProfile), otherDgn = hasOtherMajor(profile.dgn, kDgnProfile);
  if (!otherEc && !otherDgn && !hasOtherMajor(profile.be, kBeProfile)) return {};
  const std::string versions = versionsOf(profile);
  const int age = otherEc    ? compare(profile.ec, kEcProfile)
                  : otherDgn ? compare(profile.dgn, kDgnProfile)
                             : compare(profile.be, kBeProfile);
  if (age > 0)
    return error("profile-too-new", "the snapshot was written by a newer version of the iModel format: " + versions)
        .withHint("this version reads ECDb 4.x, iModel 2.x and BeSQLite 3.x files; update premap");
  return error("profile-too-old", "the snapshot was written by an old version of the iModel format: " + versions)
      .withHint("upgrade the iModel with a current iTwin application and export it again");
}

// One profile newer than known, another older: an application that is half a version ahead, or an
// upgrade that broke off.
void noteMixture(FileProfile& profile) {
  const int ec = compare(profile.ec, kEcProfile);
  // Both versions of the vendor's engine that are in use write this ECDb profile, each with an iModel
  // profile of its own.
  const bool isCurrent = compare(profile.dgn, kOlderDgnProfile) >= 0 && compare(profile.dgn, kDgnProfile) <= 0;
  const int dgn = isCurrent ? 0 : compare(profile.dgn, kDgnProfile);
  if (ec * dgn >= 0) return;
  profile.notes.push_back(warning("profile-mixed", "the snapshot's profiles are of different age: " +
                                                       versionsOf(profile) + ", this version knows ECDb " +
                                                       textOf(kEcProfile) + " and iModel " + textOf(kDgnProfile))
                              .withHint("it is read as far as it is known; compare some values with the application "
                                        "that wrote it"));
}

}  // namespace

Result<FileProfile> loadProfile(Database& db) {
  if (!db.hasTable("be_Prop") || !db.hasTable("ec_Schema"))
    return error("file-not-imodel", "the file is a SQLite database, but no iModel snapshot: it has no EC schemas")
        .withHint("choose a .bim snapshot or an .ecdb file");
  auto statement = db.prepare(
      "SELECT Namespace, Name, StrData, Data FROM be_Prop WHERE Name IN ('SchemaVersion','DbGuid','ProjectGuid')");
  if (!statement) return statement.diagnostics();
  FileProfile profile;
  Step step;
  while ((step = statement->step()) == Step::Row) {
    std::string_view space = statement->text(0), name = statement->text(1);
    if (name == "SchemaVersion") {
      if (space == "ec_Db") profile.ec = parseVersion(statement->text(2));
      if (space == "dgn_Db") profile.dgn = parseVersion(statement->text(2));
      if (space == "be_Db") profile.be = parseVersion(statement->text(2));
    } else if (space == "be_Db") {
      (name == "DbGuid" ? profile.iModelId : profile.iTwinId) = guid(statement->blob(3));
    }
  }
  if (step != Step::Done) return statement->failure();
  if (!profile.ec.known)
    return error("profile-unknown", "the file does not say which ECDb profile it has")
        .withHint("the file was not written by an iModel application; export it again");
  if (Status versions = checkVersions(profile); !versions) return versions.diagnostics();
  noteMixture(profile);
  if (db.hasTable("bis_Element")) {
    auto subject = db.prepare("SELECT CodeValue FROM bis_Element WHERE Id=1");
    if (subject && subject->step() == Step::Row) profile.name = std::string(subject->text(0));
  }
  return profile;
}

}  // namespace premap
