namespace Gateway.Web.Hosting;

/// <summary>Finds the directory of the settings and the page.</summary>
internal static class ContentRoot
{
    /// <summary>
    /// The current directory when it contains the page or settings, otherwise the directory of the program, because a service has no
    /// useful current directory.
    /// </summary>
    public static string Find()
    {
        var current = Directory.GetCurrentDirectory();
        return Directory.Exists(Path.Combine(current, "wwwroot")) || File.Exists(Path.Combine(current, "appsettings.json"))
            ? current
            : AppContext.BaseDirectory;
    }
}
