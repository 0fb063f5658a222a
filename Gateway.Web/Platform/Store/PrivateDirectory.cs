using System.Runtime.Versioning;
using System.Security.AccessControl;
using System.Security.Principal;

namespace Gateway.Web.Platform.Store;

/// <summary>Directories only the gateway's own account may read; on Windows the system and its administrators too.</summary>
internal static class PrivateDirectory
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>Creates the directory if it is missing. One that exists keeps the rights its administrator gave it.</summary>
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

    /// <summary>As above, for a directory inside such a one; on Windows it has its parent's rights, and later changes of them.</summary>
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
        // What the parent would hand down, such as reading by every user below ProgramData, does not come in.
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
