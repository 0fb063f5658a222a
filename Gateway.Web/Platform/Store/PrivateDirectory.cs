using System.Runtime.Versioning;
using System.Security.AccessControl;
using System.Security.Principal;

namespace Gateway.Web.Platform.Store;

/// <summary>Directories that only the gateway's own account may read; on Windows also the system and its administrators.</summary>
internal static class PrivateDirectory
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>Creates the directory if it is missing. A directory that exists keeps the rights that its administrator gave it.</summary>
    public static void Ensure(string path)
    {
        if (Directory.Exists(path))
        {
            return;
        }

        if (OperatingSystem.IsWindows())
        {
            new DirectoryInfo(path).Create(OwnerSystemAndAdministrators());
            return;
        }

        Directory.CreateDirectory(path, OwnerOnly);
    }

    /// <summary>
    /// Like <see cref="Ensure"/>, for a directory inside such a directory. On Windows it inherits the rights of its parent, including
    /// later changes.
    /// </summary>
    public static void EnsureInside(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
            return;
        }

        Ensure(path);
    }

    [SupportedOSPlatform("windows")]
    private static DirectorySecurity OwnerSystemAndAdministrators()
    {
        var security = new DirectorySecurity();
        // The directory inherits no rights from its parent, such as the right of all users to read below ProgramData.
        security.SetAccessRuleProtection(isProtected: true, preserveInheritance: false);
        using var self = WindowsIdentity.GetCurrent();
        SecurityIdentifier?[] trusted =
        [
            self.User,
            new SecurityIdentifier(WellKnownSidType.LocalSystemSid, null),
            new SecurityIdentifier(WellKnownSidType.BuiltinAdministratorsSid, null),
        ];
        foreach (var account in trusted.OfType<SecurityIdentifier>().Distinct())
        {
            security.AddAccessRule(new FileSystemAccessRule(
                account, FileSystemRights.FullControl, InheritanceFlags.ContainerInherit | InheritanceFlags.ObjectInherit, PropagationFlags.None, AccessControlType.Allow));
        }

        return security;
    }
}
