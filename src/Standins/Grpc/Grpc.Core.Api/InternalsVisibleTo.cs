using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("Grpc.Net.Common")]
