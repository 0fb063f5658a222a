using Microsoft.EntityFrameworkCore;

namespace Gateway.Web.Platform.Store;

/// <summary>
/// Creates contexts for the prepared file. EF Core's own registration is not used, because it reads the options when a service that
/// needs the store is constructed. That is before the options are validated, and would hide the faults of all other rooms.
/// </summary>
internal sealed class GatewayDbContextFactory(StoreFile file, StoreTurns turns, ILoggerFactory loggers) : IDbContextFactory<GatewayDbContext>
{
    private readonly Lazy<DbContextOptions<GatewayDbContext>> _options = new(() =>
        new DbContextOptionsBuilder<GatewayDbContext>().UseSqlite(file.ConnectionString()).UseLoggerFactory(loggers).Options);

    public GatewayDbContext CreateDbContext() => new(_options.Value, turns);
}
