import com.structurizr.dsl.StructurizrDslParser;
import com.structurizr.util.WorkspaceUtils;
import java.io.File;

/** Parses workspaces with Structurizr's own parser; run with its jars on the class path. */
public class Structurizr {
    public static void main(String[] files) {
        for (String file : files) {
            try {
                StructurizrDslParser parser = new StructurizrDslParser();
                parser.parse(new File(file));
                WorkspaceUtils.toJson(parser.getWorkspace(), false);
                System.out.println(file + ": ok");
            } catch (Exception error) {
                System.out.println(file + ": " + String.valueOf(error.getMessage()).split("\n")[0]);
            }
        }
    }
}
