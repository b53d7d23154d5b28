// Reads the BeSQLite, ECDb and iModel profiles and decides whether this engine may read the file.
#include <array>
#include <nlohmann/json.hpp>

#include "catalog_loader.h"

namespace premap {
namespace {

// The profiles this engine was made for. A different major version cannot be read; a newer minor one can (the native
// engine opens such files read-only too), unless the other profile is older: no application writes such a file.
constexpr std::array kEcProfile = {4, 0, 0, 5}, kDgnProfile = {2, 0, 0, 7};

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

Status checkVersions(const FileProfile& profile) {
  const int ec = compare(profile.ec, kEcProfile), dgn = compare(profile.dgn, kDgnProfile);
  std::string versions = "ECDb " + profile.ec.text() + (profile.dgn.known ? ", iModel " + profile.dgn.text() : "");
  if (ec * dgn < 0)
    return error("profile-unknown", "the snapshot's profiles contradict each other: " + versions)
        .withHint("the file was not written by an iModel application; export it again");
  const bool otherEc = hasOtherMajor(profile.ec, kEcProfile), otherDgn = hasOtherMajor(profile.dgn, kDgnProfile);
  if (!otherEc && !otherDgn) return {};
  if ((otherEc ? ec : dgn) > 0)
    return error("profile-too-new", "the snapshot was written by a newer version of the iModel format: " + versions)
        .withHint("this version reads ECDb 4.x and iModel 2.x files; update premap");
  return error("profile-too-old", "the snapshot was written by an old version of the iModel format: " + versions)
      .withHint("upgrade the iModel with a current iTwin application and export it again");
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
  if (db.hasTable("bis_Element")) {
    auto subject = db.prepare("SELECT CodeValue FROM bis_Element WHERE Id=1");
    if (subject && subject->step() == Step::Row) profile.name = std::string(subject->text(0));
  }
  return profile;
}

}  // namespace premap
