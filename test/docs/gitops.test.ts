import { testProgramOf } from './page-program';

testProgramOf('gitops');
