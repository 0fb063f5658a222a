using Microsoft.EntityFrameworkCore;

namespace Gateway.Web.Platform.Store;

/// <summary>
/// The tables. Get a context from <see cref="IDbContextFactory{TContext}"/>, use it for one unit of work, and dispose it.
/// <see cref="StoreSchema"/> creates the schema; this class maps it. The gateway does not build the model from the mapping, which would
/// take longer at each start: EF Core finds the code that is generated from it in the folder CompiledModel, by an attribute of the assembly.
/// </summary>
internal sealed class GatewayDbContext(DbContextOptions<GatewayDbContext> options, StoreTurns turns) : DbContext(options)
{
    public DbSet<MetaEntry> Meta => Set<MetaEntry>();

    public DbSet<SigningKeyEntry> SigningKeys => Set<SigningKeyEntry>();

    public DbSet<TokenEntry> Tokens => Set<TokenEntry>();

    public DbSet<AuditRow> Audit => Set<AuditRow>();

    public DbSet<FeedCursorEntry> FeedCursors => Set<FeedCursorEntry>();

    public DbSet<ItemSetEntry> ItemSets => Set<ItemSetEntry>();

    public DbSet<ManifestEntry> Manifest => Set<ManifestEntry>();

    /// <summary>Taken before the first write, and kept until the context has done its work; see <see cref="StoreTurns"/>.</summary>
    public Task<IDisposable> TakeTurnAsync(CancellationToken cancellationToken) => turns.TakeAsync(cancellationToken);

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder) =>
        configurationBuilder.Properties<DateTimeOffset>().HaveConversion<UnixMillisecondsConverter>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<MetaEntry>().ToTable("Meta").HasKey(entry => entry.Key);
        modelBuilder.Entity<SigningKeyEntry>().ToTable("SigningKeys").HasKey(entry => entry.Kid);
        modelBuilder.Entity<TokenEntry>().ToTable("Tokens").HasKey(entry => entry.Number);
        modelBuilder.Entity<AuditRow>().ToTable("Audit").HasKey(row => row.Id);
        modelBuilder.Entity<FeedCursorEntry>().ToTable("FeedCursors").HasKey(entry => new { entry.Subject, entry.Name });
        modelBuilder.Entity<ItemSetEntry>().ToTable("ItemSets").HasKey(entry => new { entry.Subject, entry.Name });
        modelBuilder.Entity<ManifestEntry>().ToTable("Manifest").HasKey(entry => entry.SessionId);
    }
}
