using System.Security.Cryptography;
using Gateway.Worker.Executors.Simulation.Galaxy;

namespace Gateway.Worker.Executors.Simulation;

/// <summary>
/// The galaxy's users. The id of a user is its place in the file, from 1. With free access every log-in is user 1, as in the
/// product.
/// </summary>
internal sealed class SimulatedUsers(IReadOnlyList<GalaxyUser> users, bool isFreeAccess)
{
    private const int FreeAccessUser = 1;

    public bool IsFreeAccess => isFreeAccess;

    /// <summary>The id of the user; 0 when the name or the password is wrong.</summary>
    public int Authenticate(string name, string password)
    {
        if (isFreeAccess)
        {
            return FreeAccessUser;
        }

        for (var i = 0; i < users.Count; i++)
        {
            if (users[i].Name.Equals(name, StringComparison.OrdinalIgnoreCase) && Matches(users[i], password))
            {
                return i + 1;
            }
        }

        return 0;
    }

    /// <summary>The id of the user with that GUID; 0 when there is none and access is not free.</summary>
    public int FromGuid(string text)
    {
        if (!Guid.TryParse(text, out var guid))
        {
            return 0;
        }

        for (var i = 0; i < users.Count; i++)
        {
            if (users[i].Guid == guid)
            {
                return i + 1;
            }
        }

        return isFreeAccess ? FreeAccessUser : 0;
    }

    /// <summary>The name of the user with that id; empty for none.</summary>
    public string NameOf(int userId) => userId >= 1 && userId <= users.Count ? users[userId - 1].Name : "";

    private static bool Matches(GalaxyUser user, string password)
    {
        var given = SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(password));
        var expected = user.PasswordHash ?? SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(user.Password ?? ""));
        return CryptographicOperations.FixedTimeEquals(given, expected);
    }
}
