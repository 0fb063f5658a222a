using System.Text.Json;

namespace Gateway.Worker.Executors.Simulation.Galaxy;

/// <summary>Reads the users of a galaxy file.</summary>
internal static class GalaxyUserReader
{
    private const int HashBytes = 32;

    private static readonly string[] Members = ["name", "password", "passwordSha256", "guid"];

    public static IReadOnlyList<GalaxyUser> Read(JsonElement root, GalaxyFaultList faults) =>
        root.ValueKind == JsonValueKind.Object && root.TryGetProperty("users", out var users)
            ? [.. faults.Elements(users, "$.users").Select(user => ReadUser(user.Value, user.Path, faults))]
            : [];

    private static GalaxyUser ReadUser(JsonElement user, string path, GalaxyFaultList faults)
    {
        faults.CheckMembers(user, path, Members);
        var name = faults.Text(user, path, "name");
        var password = faults.Text(user, path, "password");
        var hash = faults.Text(user, path, "passwordSha256");
        var guidText = faults.Text(user, path, "guid");
        if (string.IsNullOrWhiteSpace(name))
        {
            faults.Add($"{path}.name", "is missing");
        }

        if (password is null == hash is null)
        {
            faults.Add(path, "must have either 'password' or 'passwordSha256'");
        }

        Guid? guid = Guid.TryParse(guidText, out var parsed) ? parsed : null;
        if (guidText is not null && guid is null)
        {
            faults.Add($"{path}.guid", "is not a GUID");
        }

        return new GalaxyUser { Name = name ?? "", Password = password, PasswordHash = ReadHash(hash, path, faults), Guid = guid };
    }

    private static byte[]? ReadHash(string? hash, string path, GalaxyFaultList faults)
    {
        if (hash is null)
        {
            return null;
        }

        if (hash.Length == 2 * HashBytes && hash.All(char.IsAsciiHexDigit))
        {
            return Convert.FromHexString(hash);
        }

        faults.Add($"{path}.passwordSha256", "must be 64 hexadecimal digits");
        return null;
    }
}
